import { type JsonObject, objectAt, objectsAt, textAt } from '../core/runtime/index.ts';
import type { ObjectReader, ObjectWriter } from '../core/kube/index.ts';
import {
  createConfigurationWriter,
  type WebhookConfigurationRef,
  type Written,
} from './configuration-writer.ts';
import { type OwnedEntries, withBundle } from './owned-entries.ts';
import { certificatesIn } from './pem.ts';

interface CaBundleDeps {
  readonly api: Pick<ObjectReader, 'get'> & Pick<ObjectWriter, 'patch'>;
  readonly configurations: readonly WebhookConfigurationRef[];
  readonly owned: readonly OwnedEntries[];
}

export interface Publication {
  /** The configurations that do not exist. */
  readonly missing: readonly string[];
  /** False when every one had the bundle already. */
  readonly written: boolean;
}

export interface CaBundlePublisher {
  /**
   * Writes the bundle (PEM) into every webhook entry of the named configurations that says otherwise, and the entries of its own
   * with it.
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

/** What of each entry is ours to say. */
function bundleEntries(configuration: JsonObject, caBundle: string): readonly JsonObject[] {
  return entriesOf(configuration).map(({ name }) => ({ name, clientConfig: { caBundle } }));
}

export function createCaBundlePublisher(deps: CaBundleDeps): CaBundlePublisher {
  const { read, write } = createConfigurationWriter(deps.api);
  const all = [...deps.configurations, ...deps.owned.map(({ configuration }) => configuration)];

  /** Where there is nothing to own, a configuration may be missing. */
  async function writeOwned(
    { configuration, entries }: OwnedEntries,
    caBundle: string,
    signal: AbortSignal,
  ): Promise<Written> {
    const wanted = entries();
    if (wanted === undefined) {
      return 'unchanged';
    }
    const written = await write(configuration, () => withBundle(wanted, caBundle), signal);
    return written === 'missing' && wanted.length === 0 ? 'unchanged' : written;
  }

  return {
    async publish(bundlePem, signal) {
      const caBundle = Buffer.from(bundlePem).toString('base64');
      const results: (readonly [WebhookConfigurationRef, Written])[] = [];
      for (const configuration of deps.configurations) {
        const wanted = (found: JsonObject): readonly JsonObject[] => bundleEntries(found, caBundle);
        results.push([configuration, await write(configuration, wanted, signal)]);
      }
      for (const owned of deps.owned) {
        results.push([owned.configuration, await writeOwned(owned, caBundle, signal)]);
      }
      return {
        missing: results
          .filter(([, written]) => written === 'missing')
          .map(([{ resource, name }]) => `${resource.kind}/${name}`),
        written: results.some(([, written]) => written === 'written'),
      };
    },
    async published(signal) {
      const found: string[] = [];
      for (const configuration of all) {
        const bundles = entriesOf((await read(configuration, signal)) ?? {});
        found.push(
          ...bundles.map(({ caBundle }) => Buffer.from(caBundle, 'base64').toString('utf8')),
        );
      }
      return [...new Set(found.flatMap(certificatesIn))];
    },
  };
}
