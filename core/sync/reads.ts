import type { FindSpec, StoreRef } from '../api/index.ts';
import type { FoundSecret, RemoteRef, SecretPayload } from '../provider/index.ts';
import { toFindQuery } from './find-query.ts';
import type { ClientPool, ResolvedStore, StoreResolver } from './contract.ts';

export interface ReadsDeps {
  readonly stores: StoreResolver;
  readonly clients: ClientPool;
}

/** What one pass of one ExternalSecret reads. Each store is resolved once, each (store, key, version, content) and each search asked once. */
export interface Reads {
  get(store: StoreRef, ref: RemoteRef): Promise<SecretPayload | undefined>;
  find(store: StoreRef, find: FindSpec): Promise<readonly FoundSecret[]>;
}

async function once<Value>(
  known: Map<string, Promise<Value>>,
  key: readonly unknown[],
  start: () => Promise<Value>,
): Promise<Value> {
  const id = JSON.stringify(key);
  const running = known.get(id) ?? start();
  known.set(id, running);
  return running;
}

export function createReads(deps: ReadsDeps, namespace: string, signal: AbortSignal): Reads {
  const stores = new Map<string, Promise<ResolvedStore>>();
  const findings = new Map<string, Promise<readonly FoundSecret[]>>();
  const payloads = new Map<string, Promise<SecretPayload | undefined>>();

  async function resolve(ref: StoreRef): Promise<ResolvedStore> {
    return once(stores, [ref.kind, ref.name], async () =>
      deps.stores.resolve(ref, namespace, signal),
    );
  }

  return {
    async get(store, ref) {
      return once(
        payloads,
        [store.kind, store.name, ref.key, ref.version ?? '', ref.content],
        async () =>
          deps.clients.use(
            await resolve(store),
            async (client) => client.getSecret(ref, signal),
            signal,
          ),
      );
    },
    async find(store, find) {
      const query = toFindQuery(find);
      return once(
        findings,
        [store.kind, store.name, find.path, find.name?.regexp, find.tags],
        async () =>
          deps.clients.use(
            await resolve(store),
            async (client) => client.findSecrets(query, signal),
            signal,
          ),
      );
    },
  };
}
