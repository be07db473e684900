export interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Keys that are good now, got anew where they end. */
export interface KeySource {
  readonly keys: (signal: AbortSignal) => Promise<AwsKeys>;
  readonly close: () => void;
}

export function constantKeys(keys: AwsKeys): KeySource {
  return { keys: async () => Promise.resolve(keys), close: () => undefined };
}
