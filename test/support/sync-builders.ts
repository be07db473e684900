import { type ExternalSecret, parseExternalSecret, type RawObject } from '../../core/api/index.ts';
import type { ObjectReader } from '../../core/kube/index.ts';
import type {
  FindQuery,
  FoundSecret,
  RemoteRef,
  SecretPayload,
  SecretsClient,
} from '../../core/provider/index.ts';
import { AppError, SecretBytes } from '../../core/runtime/index.ts';
import type { ClientPool, SecretData, StoreResolver } from '../../core/sync/index.ts';

/** An ExternalSecret `app` in namespace `team-a`, uid `uid-app`, over SecretStore `store`. */
export function anExternalSecret(
  spec: RawObject = {},
  metadata: RawObject = {},
  status: RawObject = {},
): ExternalSecret {
  const parsed = parseExternalSecret({
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name: 'app', namespace: 'team-a', uid: 'uid-app', generation: 1, ...metadata },
    spec: { secretStoreRef: { name: 'store' }, ...spec },
    status,
  });
  if (!parsed.ok) {
    throw new Error(JSON.stringify(parsed.findings));
  }
  return parsed.value;
}

export function document(text: string | Uint8Array): SecretPayload {
  const bytes = typeof text === 'string' ? SecretBytes.fromUtf8(text) : new SecretBytes(text);
  return { kind: 'document', bytes, version: '' };
}

export function fields(texts: Readonly<Record<string, string>>): SecretPayload {
  return { kind: 'fields', fields: secretData(texts), version: '' };
}

export function secretData(texts: Readonly<Record<string, string>>): SecretData {
  return new Map(Object.entries(texts).map(([key, text]) => [key, SecretBytes.fromUtf8(text)]));
}

export function textOf(bytes: SecretBytes): string {
  return Buffer.from(bytes.reveal()).toString('utf8');
}

export function dataTexts(data: SecretData): Record<string, string> {
  return Object.fromEntries([...data].map(([key, bytes]) => [key, textOf(bytes)]));
}

/** The AppError the work ends in. */
export async function faultOf(work: () => unknown): Promise<AppError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof AppError) {
      return error;
    }
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** A backend held in a table; it counts what it is asked. */
export interface TableBackend {
  readonly asked: string[];
  /** How many requests were under way at once at most. */
  readonly peak: () => number;
  readonly client: SecretsClient;
}

export function createTableBackend(
  payloads: Readonly<Record<string, SecretPayload | AppError>>,
): TableBackend {
  const asked: string[] = [];
  let running = 0;
  let peak = 0;

  async function request<Result>(what: string, answer: () => Result): Promise<Result> {
    asked.push(what);
    running += 1;
    peak = Math.max(peak, running);
    await Promise.resolve();
    running -= 1;
    return answer();
  }
  function lookUp(key: string): SecretPayload | undefined {
    const payload = payloads[key];
    if (payload instanceof AppError) {
      throw payload;
    }
    return payload;
  }

  return {
    asked,
    peak: () => peak,
    client: {
      async getSecret(ref: RemoteRef, signal) {
        signal.throwIfAborted();
        const version = ref.version === undefined ? '' : `@${ref.version}`;
        return request(`${ref.key}${version} ${ref.content}`, () => lookUp(ref.key));
      },
      async findSecrets(query: FindQuery, signal) {
        signal.throwIfAborted();
        return request('find', () =>
          Object.keys(payloads)
            .filter((name) => name.startsWith(query.path ?? ''))
            .filter((name) => query.matchesName?.(name) ?? true)
            .flatMap((name): FoundSecret[] => {
              const payload = lookUp(name);
              return payload === undefined ? [] : [{ name, payload }];
            }),
        );
      },
      async checkAccess() {},
      async close() {},
    },
  };
}

/** Stores by name, each one table; no login, no access rules. */
export function storesOver(backends: Readonly<Record<string, TableBackend>>): {
  readonly stores: StoreResolver;
  readonly clients: ClientPool;
  readonly resolved: string[];
} {
  const resolved: string[] = [];
  return {
    resolved,
    stores: {
      async resolve(ref, namespace) {
        resolved.push(ref.name);
        const store = {
          apiVersion: 'external-secrets.io/v1',
          kind: ref.kind,
          metadata: anExternalSecret({}, { name: ref.name }).metadata,
          spec: {
            controller: '',
            backend: { name: 'fake', spec: { data: [] } } as const,
            refreshIntervalMs: 0,
            conditions: [],
          },
          status: { conditions: [], capabilities: '' },
        };
        return { store, namespace };
      },
    },
    clients: {
      async use(store, work) {
        const backend = backends[store.store.metadata.name];
        if (backend === undefined) {
          throw new Error(`no backend ${store.store.metadata.name}`);
        }
        return work(backend.client);
      },
      async close() {},
    },
  };
}

/** A cluster that holds nothing. */
export const emptyReader: ObjectReader = {
  async get() {
    return undefined;
  },
  async list() {
    return [];
  },
};
