import type { DopplerBackend } from '../../api/index.ts';
import { type AppError, SecretBytes } from '../../runtime/index.ts';
import { storeError } from '../fault.ts';
import { asObject, type JsonApi } from '../json-api.ts';
import type {
  FindQuery,
  FoundSecret,
  RemoteRef,
  SecretPayload,
  SecretsClient,
  StoreIdentity,
} from '../provider.ts';
import type { DopplerSecrets } from './secrets.ts';

export interface DopplerClientDeps {
  readonly spec: DopplerBackend;
  readonly store: StoreIdentity;
  readonly api: JsonApi;
  readonly secrets: DopplerSecrets;
  readonly disconnect: () => void;
}

/** The one key that holds a config rendered as a file (eso.md 5.9). */
const FILE_KEY = 'DOPPLER_SECRETS_FILE';

function toPayload(value: string): SecretPayload {
  return { kind: 'document', bytes: SecretBytes.fromUtf8(value), version: '' };
}

export function createDopplerClient(deps: DopplerClientDeps): SecretsClient {
  const { spec, store, api, secrets } = deps;

  function invalid(subject: string, problem: string): AppError {
    return storeError('SPEC_INVALID', { store, subject, problem });
  }

  return {
    async getSecret({ key, content }: RemoteRef, signal) {
      signal.throwIfAborted();
      if (content === 'metadata') {
        throw invalid('metadataPolicy', 'Doppler has no metadata to fetch; use None');
      }
      const value = await secrets.get(key, signal);
      return value === undefined ? undefined : toPayload(value);
    },

    async findSecrets(query: FindQuery, signal): Promise<readonly FoundSecret[]> {
      signal.throwIfAborted();
      if (query.tags !== undefined && Object.keys(query.tags).length > 0) {
        throw invalid('find.tags', 'Doppler has no tags; find by name or path (a prefix of names)');
      }
      if (spec.format !== undefined) {
        return [{ name: FILE_KEY, payload: toPayload(await secrets.file(spec.format, signal)) }];
      }
      return [...(await secrets.all(signal))]
        .filter(([name]) => name.startsWith(query.path ?? ''))
        .filter(([name]) => query.matchesName?.(name) ?? true)
        .map(([name, value]) => ({ name, payload: toPayload(value) }));
    },

    async checkAccess(signal) {
      const request = { method: 'GET', path: '/v3/me', metric: 'Authenticate' } as const;
      await api.ask({ ...request, subject: 'access check' }, asObject, signal);
    },

    async close() {
      deps.disconnect();
    },
  };
}
