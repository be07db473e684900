import { parseConditions, type RawObject, type StoreKind } from '../core/api/index.ts';
import type { ObjectReader } from '../core/kube/index.ts';
import { metadataOf, type StoreKey, storeKeyOf } from './object-key.ts';
import { statusOf } from './status.ts';

/** Stores as following them shows them. */
export interface StoreCatalog {
  /** `checked`: its spec or marks changed. `usable`: it was not ready, or not there, and may be now. */
  put(key: StoreKey, store: RawObject): { readonly checked: boolean; readonly usable: boolean };
  remove(key: StoreKey): void;
  /** The store as it was last seen; undefined when there is none. */
  find(key: StoreKey): RawObject | undefined;
  /** Those of a kind: in a namespace, for SecretStores. */
  all(kind: StoreKind, namespace: string): readonly RawObject[];
  /** Of every store. */
  keys(): readonly string[];
  /** Knows the followed stores without asking the API server. */
  readonly reader: ObjectReader;
}

const STORE_KINDS = ['SecretStore', 'ClusterSecretStore'] as const;

interface Known {
  readonly raw: RawObject;
  readonly version: string;
  readonly ready: boolean;
}

function knownOf(raw: RawObject): Known {
  const { uid, generation, labels, annotations } = metadataOf(raw);
  const marks = [labels, annotations].map((each) => Object.entries(each).toSorted());
  return {
    raw,
    version: JSON.stringify([uid, generation, marks]),
    ready: parseConditions(statusOf(raw)['conditions']).some(
      ({ type, status }) => type === 'Ready' && status === 'True',
    ),
  };
}

export function createStoreCatalog(api: ObjectReader): StoreCatalog {
  const stores = new Map<string, Known>();
  return {
    put(key, store) {
      const before = stores.get(storeKeyOf(key));
      const now = knownOf(store);
      stores.set(storeKeyOf(key), now);
      const checked = before?.version !== now.version;
      return { checked, usable: checked || (!before.ready && now.ready) };
    },
    remove(key) {
      stores.delete(storeKeyOf(key));
    },
    find: (key) => stores.get(storeKeyOf(key))?.raw,
    all(kind, namespace) {
      const prefix = storeKeyOf({ kind, namespace, name: '' });
      return [...stores].flatMap(([key, { raw }]) => (key.startsWith(prefix) ? [raw] : []));
    },
    keys: () => [...stores.keys()],
    reader: {
      async get(resource, ref, signal) {
        const known = STORE_KINDS.find((kind) => kind === resource.kind);
        const store =
          known === undefined ? undefined : stores.get(storeKeyOf({ kind: known, ...ref }));
        return store?.raw ?? api.get(resource, ref, signal);
      },
      list: async (resource, options, signal) => api.list(resource, options, signal),
    },
  };
}
