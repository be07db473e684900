import { type JsonObject, objectAt, objectsAt, textAt } from '../core/runtime/index.ts';
import type { ObjectReader, ObjectWriter, Resource } from '../core/kube/index.ts';
import { certificatesIn } from './pem.ts';

/** Owns caBundle and nothing else, so that whoever applies the manifests meets no conflict (docs/reference/certificates.md). */
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

export interface Publication {
  /** The configurations that do not exist. */
  readonly missing: readonly string[];
  /** False when every one had the bundle already. */
  readonly written: boolean;
}

export interface CaBundlePublisher {
  /**
   * Writes the bundle (PEM) into every webhook entry of the named configurations that says otherwise.
   * KUBE_ errors when one cannot be read or written.
   */
  publish(bundlePem: string, signal: AbortSignal): Promise<Publication>;
  /** The certificates (PEM) that the configurations hold now. */
  published(signal: AbortSignal): Promise<readonly string[]>;
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

/**
 * All entries, as what is not said any longer would be taken out. The resourceVersion refuses it where an entry was renamed since
 * it was read: half an entry would be added under the old name.
 */
function applyBody(configuration: JsonObject, name: string, caBundle: string): JsonObject {
  const { apiVersion, kind } = configuration;
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      resourceVersion: textAt(objectAt(configuration, 'metadata'), 'resourceVersion'),
    },
    webhooks: entriesOf(configuration).map((entry) => ({
      name: entry.name,
      clientConfig: { caBundle },
    })),
  };
}

export function createCaBundlePublisher(deps: CaBundleDeps): CaBundlePublisher {
  async function read(
    { resource, name }: WebhookConfigurationRef,
    signal: AbortSignal,
  ): Promise<JsonObject | undefined> {
    return deps.api.get(resource, { namespace: '', name }, signal);
  }

  async function publishTo(
    configuration: WebhookConfigurationRef,
    caBundle: string,
    signal: AbortSignal,
  ): Promise<'missing' | 'written' | 'unchanged'> {
    const { resource, name } = configuration;
    const found = await read(configuration, signal);
    if (found === undefined) {
      return 'missing';
    }
    if (entriesOf(found).every((entry) => entry.caBundle === caBundle)) {
      return 'unchanged';
    }
    const ref = { namespace: '', name };
    const options = { type: 'apply', fieldManager: FIELD_MANAGER, force: true } as const;
    await deps.api.patch(resource, ref, applyBody(found, name, caBundle), options, signal);
    return 'written';
  }

  return {
    async publish(bundlePem, signal) {
      const caBundle = Buffer.from(bundlePem).toString('base64');
      const missing: string[] = [];
      let written = false;
      for (const configuration of deps.configurations) {
        const result = await publishTo(configuration, caBundle, signal);
        written ||= result === 'written';
        missing.push(
          ...(result === 'missing' ? [`${configuration.resource.kind}/${configuration.name}`] : []),
        );
      }
      return { missing, written };
    },
    async published(signal) {
      const found: string[] = [];
      for (const configuration of deps.configurations) {
        const bundles = entriesOf((await read(configuration, signal)) ?? {});
        found.push(
          ...bundles.map(({ caBundle }) => Buffer.from(caBundle, 'base64').toString('utf8')),
        );
      }
      return [...new Set(found.flatMap(certificatesIn))];
    },
  };
}
