import { isObject, type JsonObject } from '../core/runtime/index.ts';
import type { WebhookConfigurationRef } from './configuration-writer.ts';

/** Webhook entries that this process writes whole, beside those of others whose caBundle it keeps. */
export interface OwnedEntries {
  readonly configuration: WebhookConfigurationRef;
  /** The entries there are to be, with every field that the API server would give a default; undefined while that is not known. */
  readonly entries: () => readonly JsonObject[] | undefined;
}

/** The entries with the bundle (base64) that verifies whom they call. */
export function withBundle(
  entries: readonly JsonObject[],
  caBundle: string,
): readonly JsonObject[] {
  return entries.map((entry) => {
    const { clientConfig } = entry;
    return {
      ...entry,
      clientConfig: { ...(isObject(clientConfig) ? clientConfig : {}), caBundle },
    };
  });
}
