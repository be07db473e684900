import type { FakeBackend, FakeEntry } from '../../api/index.ts';
import { SecretBytes } from '../../runtime/index.ts';
import { PROVIDER_FACTS } from '../facts.ts';
import { describeKey, storeError } from '../fault.ts';
import type {
  FindQuery,
  FoundSecret,
  ProviderContext,
  RemoteRef,
  SecretPayload,
  SecretProvider,
  SecretsClient,
} from '../provider.ts';

function toPayload(entry: FakeEntry): SecretPayload {
  return {
    kind: 'document',
    bytes: SecretBytes.fromUtf8(entry.value),
    version: entry.version ?? '',
  };
}

/** The newest entry of each key: versions compare as strings, as in ESO. */
function latest(entries: readonly FakeEntry[]): ReadonlyMap<string, FakeEntry> {
  const byKey = new Map<string, FakeEntry>();
  for (const entry of entries) {
    const known = byKey.get(entry.key);
    if (known === undefined || (entry.version ?? '') >= (known.version ?? '')) {
      byKey.set(entry.key, entry);
    }
  }
  return byKey;
}

function matches(key: string, query: FindQuery): boolean {
  return key.startsWith(query.path ?? '') && (query.matchesName?.(key) ?? true);
}

function createFakeClient(spec: FakeBackend, context: ProviderContext): SecretsClient {
  const { store } = context;

  return {
    async getSecret(ref: RemoteRef, signal: AbortSignal) {
      signal.throwIfAborted();
      if (ref.content === 'metadata') {
        throw storeError('SPEC_INVALID', {
          store,
          subject: describeKey(ref.key),
          problem: 'backend fake keeps no metadata; set metadataPolicy to None',
        });
      }
      const entry = spec.data.findLast(
        (candidate) =>
          candidate.key === ref.key && (candidate.version ?? '') === (ref.version ?? ''),
      );
      context.countCall('GetSecret', 'success');
      return entry === undefined ? undefined : toPayload(entry);
    },
    async findSecrets(query: FindQuery, signal: AbortSignal): Promise<readonly FoundSecret[]> {
      signal.throwIfAborted();
      if (query.tags !== undefined) {
        throw storeError('SPEC_INVALID', {
          store,
          subject: 'find',
          problem: 'backend fake keeps no tags; find by name or path',
        });
      }
      context.countCall('ListSecrets', 'success');
      return [...latest(spec.data).values()]
        .filter((entry) => matches(entry.key, query))
        .map((entry) => ({ name: entry.key, payload: toPayload(entry) }));
    },
    async checkAccess(signal: AbortSignal) {
      signal.throwIfAborted();
      if (spec.validationResult === 2) {
        throw storeError('BACKEND_UNAVAILABLE', {
          store,
          subject: 'spec.provider.fake.validationResult',
          problem: 'is 2, so the store plays one that cannot be used',
        });
      }
    },
    async close() {},
  };
}

/** Backend `fake`: what the store itself says (eso.md 5.12). A lookup without version finds the entry without one. */
export const fakeProvider: SecretProvider<'fake'> = {
  name: 'fake',
  ...PROVIDER_FACTS.fake,
  async connect(spec, context, signal) {
    signal.throwIfAborted();
    return createFakeClient(spec, context);
  },
};
