import { type JsonObject, objectAt, textAt } from '../core/runtime/index.ts';
import type { ObjectReader, ObjectWriter, Resource } from '../core/kube/index.ts';
import { holdsEntries } from './held-entries.ts';

/**
 * Of the registrations in the manifests it owns caBundle and nothing else, so that whoever applies them meets no conflict
 * (docs/reference/certificates.md).
 */
const FIELD_MANAGER = 'sallyport-webhook-ca';

/** A ValidatingWebhookConfiguration or MutatingWebhookConfiguration, by name. */
export interface WebhookConfigurationRef {
  readonly resource: Resource;
  readonly name: string;
}

export type Written = 'missing' | 'written' | 'unchanged';

export interface ConfigurationWriter {
  readonly read: (
    configuration: WebhookConfigurationRef,
    signal: AbortSignal,
  ) => Promise<JsonObject | undefined>;
  /** Applies what `wanted` says, of what is there, we want to be there; nothing when it is there already. KUBE_ errors. */
  readonly write: (
    configuration: WebhookConfigurationRef,
    wanted: (found: JsonObject) => readonly JsonObject[],
    signal: AbortSignal,
  ) => Promise<Written>;
}

/**
 * All entries, as what is not said any longer would be taken out. The resourceVersion refuses it where an entry was renamed since
 * it was read: half an entry would be added under the old name.
 */
function applyBody(configuration: JsonObject, webhooks: readonly JsonObject[]): JsonObject {
  const { apiVersion, kind } = configuration;
  const metadata = objectAt(configuration, 'metadata');
  return {
    apiVersion,
    kind,
    metadata: {
      name: textAt(metadata, 'name'),
      resourceVersion: textAt(metadata, 'resourceVersion'),
    },
    webhooks,
  };
}

export function createConfigurationWriter(
  api: Pick<ObjectReader, 'get'> & Pick<ObjectWriter, 'patch'>,
): ConfigurationWriter {
  const read: ConfigurationWriter['read'] = async ({ resource, name }, signal) =>
    api.get(resource, { namespace: '', name }, signal);

  return {
    read,
    async write(configuration, wanted, signal) {
      const found = await read(configuration, signal);
      if (found === undefined) {
        return 'missing';
      }
      const entries = wanted(found);
      if (holdsEntries(found, entries)) {
        return 'unchanged';
      }
      const { resource, name } = configuration;
      const options = { type: 'apply', fieldManager: FIELD_MANAGER, force: true } as const;
      await api.patch(
        resource,
        { namespace: '', name },
        applyBody(found, entries),
        options,
        signal,
      );
      return 'written';
    },
  };
}
