import { type JsonObject, objectAt, objectsAt, textAt } from '../core/runtime/index.ts';
import type { ObjectReader, ObjectWriter, Resource } from '../core/kube/index.ts';

const FIELD_MANAGER = 'sallyport-webhook-ca';

/** A ValidatingWebhookConfiguration or MutatingWebhookConfiguration, by name. */
export interface WebhookConfigurationRef {
  readonly resource: Resource;
  readonly name: string;
}

interface CaBundleDeps {
  readonly api: Pick<ObjectReader, 'get'> & Pick<ObjectWriter, 'patch'>;
  readonly configurations: readonly WebhookConfigurationRef[];
}

export interface CaBundlePublisher {
  /**
   * Writes the bundle (PEM) into every webhook entry of the named configurations that says otherwise.
   * Returns the configurations that do not exist; KUBE_ errors when one cannot be read or written.
   */
  publish(bundlePem: string, signal: AbortSignal): Promise<readonly string[]>;
}

interface WebhookEntry {
  readonly name: string;
  readonly caBundle: string;
}

function entriesOf(configuration: JsonObject): readonly WebhookEntry[] {
  return objectsAt(configuration, 'webhooks').map((webhook) => ({
    name: textAt(webhook, 'name'),
    caBundle: textAt(objectAt(webhook, 'clientConfig'), 'caBundle'),
  }));
}

/** Entries can be reordered by whoever applies the manifests: each write tests that it meets the entry it means. */
function patchFor(entries: readonly WebhookEntry[], caBundle: string): readonly unknown[] {
  return entries.flatMap((entry, index) =>
    entry.caBundle === caBundle
      ? []
      : [
          { op: 'test', path: `/webhooks/${index}/name`, value: entry.name },
          { op: 'add', path: `/webhooks/${index}/clientConfig/caBundle`, value: caBundle },
        ],
  );
}

export function createCaBundlePublisher(deps: CaBundleDeps): CaBundlePublisher {
  async function publishTo(
    configuration: WebhookConfigurationRef,
    caBundle: string,
    signal: AbortSignal,
  ): Promise<boolean> {
    const ref = { namespace: '', name: configuration.name };
    const found = await deps.api.get(configuration.resource, ref, signal);
    if (found === undefined) {
      return false;
    }
    const operations = patchFor(entriesOf(found), caBundle);
    if (operations.length > 0) {
      const options = { type: 'json', fieldManager: FIELD_MANAGER } as const;
      await deps.api.patch(configuration.resource, ref, operations, options, signal);
    }
    return true;
  }

  return {
    async publish(bundlePem, signal) {
      const caBundle = Buffer.from(bundlePem).toString('base64');
      const missing: string[] = [];
      for (const configuration of deps.configurations) {
        if (!(await publishTo(configuration, caBundle, signal))) {
          missing.push(`${configuration.resource.kind}/${configuration.name}`);
        }
      }
      return missing;
    },
  };
}
