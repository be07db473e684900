/** The document the webhook writes into a Pod and the sidecar reads: one file, both sides. */
export interface SidecarSpec {
  readonly version: 1;
  /** Names of ExternalSecrets in the Pod's namespace, in the order of the annotation. */
  readonly externalSecrets: readonly string[];
  /** Directory of the shared volume in the sidecar; each ExternalSecret has a subdirectory of its own name. */
  readonly directory: string;
  /** Octal mode of files and of each ExternalSecret's directory. */
  readonly fileMode: number;
  readonly directoryMode: number;
  /** `atomic`: all files change in one step, behind `..data`. `flat`: plain files, each replaced whole. */
  readonly layout: 'atomic' | 'flat';
  /** What the files of an ExternalSecret are; at least one. */
  readonly formats: readonly FileFormat[];
  /** Variables the kubelet reads from a file of the sidecar (fileKeyRef). */
  readonly env: readonly EnvFileVariable[];
  /** `elected`: replicas choose one writer of the native Secret and the status. `none`: a controller writes. */
  readonly nativeSecret: 'elected' | 'none';
  /** `stay`: go on refreshing. `once`: end well after the first generation, as an ordinary init container. */
  readonly phase: 'stay' | 'once';
  /** Files not known to be current for longer than this are expired; 0: never. */
  readonly staleLimitSeconds: number;
  readonly reload: readonly ReloadHookSpec[];
  /** How it is known that the application took the news; absent: a hook that succeeded is enough. */
  readonly verify?: ReloadVerification;
  /** Put the previous generation back when the application does not take the new one. */
  readonly rollback: boolean;
}

/** `keys`: one file a key. The others: one file that holds all keys. */
export type FileFormat = 'keys' | 'dotenv' | 'json' | 'properties';

export interface EnvFileVariable {
  readonly name: string;
  readonly externalSecret: string;
  readonly key: string;
}

/** What happens in the Pod after files changed. */
export type ReloadHookSpec = HttpHookSpec | SignalHookSpec;

export interface HttpHookSpec {
  readonly kind: 'http';
  readonly method: HttpMethod;
  readonly url: string;
}

export interface SignalHookSpec {
  readonly kind: 'signal';
  readonly signal: ReloadSignal;
  /** The process's name as the kernel has it (at most 15 characters); of several that beget each other, the first is meant. */
  readonly process: string;
}

export type ReloadVerification =
  | HttpHookSpec
  /** The application writes the name of the generation it took into the file of the ExternalSecret's name. */
  | { readonly kind: 'file' };

export const HTTP_METHODS = ['GET', 'POST', 'PUT'] as const;
export type HttpMethod = (typeof HTTP_METHODS)[number];

export const RELOAD_SIGNALS = [
  'SIGHUP',
  'SIGINT',
  'SIGQUIT',
  'SIGTERM',
  'SIGUSR1',
  'SIGUSR2',
] as const;
export type ReloadSignal = (typeof RELOAD_SIGNALS)[number];

export const FILE_FORMATS = ['keys', 'dotenv', 'json', 'properties'] as const;

export const SIDECAR_SPEC_VARIABLE = 'SALLYPORT_SIDECAR_SPEC';

/** Where application and sidecar both have the volume of acknowledgements. */
export const ACKNOWLEDGE_DIRECTORY = '/var/run/sallyport/acknowledge';

/** Where the sidecar has the volume that the kubelet reads variables from, one file an ExternalSecret. */
export const ENV_DIRECTORY = '/var/run/sallyport/env';
