import type { RawObject, StoreRef } from '../../core/api/index.ts';
import { CLUSTER_SECRET_STORES, SECRET_STORES } from '../../core/kube/index.ts';
import type { Logger } from '../../core/runtime/index.ts';
import { watchOne, type WatchOneDeps } from './watch-one.ts';

export interface StoreWatchesDeps extends WatchOneDeps {
  readonly namespace: string;
  readonly log: Logger;
  /** A store of this ExternalSecret changed, came or went. */
  readonly onChange: (externalSecret: string) => void;
}

/** One watch for each store that some ExternalSecret reads. */
export interface StoreWatches {
  /** The stores this ExternalSecret reads now. */
  set(externalSecret: string, refs: readonly StoreRef[], signal: AbortSignal): void;
}

interface Watch {
  readonly users: Set<string>;
  readonly abort: AbortController;
}

function storeKey({ kind, name }: StoreRef): string {
  return `${kind}/${name}`;
}

/** What of a store's state matters: its spec, not its status. */
function storeVersion(object: RawObject | undefined): string {
  const metadata = object?.['metadata'];
  if (typeof metadata !== 'object' || metadata === null) {
    return '';
  }
  const { uid, generation } = Object.fromEntries(Object.entries(metadata));
  return `${String(uid)}/${String(generation)}`;
}

export function createStoreWatches(deps: StoreWatchesDeps): StoreWatches {
  const watches = new Map<string, Watch>();

  async function watch(
    ref: StoreRef,
    users: ReadonlySet<string>,
    signal: AbortSignal,
  ): Promise<void> {
    let known: string | undefined;
    const resource = ref.kind === 'SecretStore' ? SECRET_STORES : CLUSTER_SECRET_STORES;
    await watchOne(
      { resource, ref: { namespace: deps.namespace, name: ref.name } },
      {
        onState(object) {
          const version = storeVersion(object);
          if (known !== undefined && known !== version) {
            users.forEach(deps.onChange);
          }
          known = version;
        },
        onRefusal(error) {
          // Not fatal: each pass reads the store anew; only the news of a change comes later.
          deps.log.warn('cannot watch a store; its changes are seen at the next refresh', {
            store: storeKey(ref),
            code: error.code,
            cause: error.message,
          });
        },
      },
      deps,
      signal,
    );
  }

  function release(externalSecret: string, keep: ReadonlySet<string>): void {
    for (const [key, { users, abort }] of watches) {
      if (!keep.has(key) && users.delete(externalSecret) && users.size === 0) {
        watches.delete(key);
        abort.abort();
      }
    }
  }

  return {
    set(externalSecret, refs, signal) {
      release(externalSecret, new Set(refs.map(storeKey)));
      for (const ref of refs) {
        const known = watches.get(storeKey(ref));
        known?.users.add(externalSecret);
        if (known === undefined) {
          const abort = new AbortController();
          const users = new Set([externalSecret]);
          watches.set(storeKey(ref), { users, abort });
          void watch(ref, users, AbortSignal.any([signal, abort.signal]));
        }
      }
    },
  };
}
