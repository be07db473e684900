import type { RawObject } from '../core/api/index.ts';
import { parseConditions } from '../core/api/index.ts';
import { metadataOf, type StoreKey, storeKeyOf } from './object-key.ts';
import { statusOf } from './status.ts';

/** What is known of stores from following them. */
export interface StoreCatalog {
  /** `checked`: its spec or marks changed. `usable`: it was not ready, or not there, and may be now. */
  put(key: StoreKey, store: RawObject): { readonly checked: boolean; readonly usable: boolean };
  remove(key: StoreKey): void;
  /** The store's controller class; '' when it has none, undefined when there is no such store. */
  classOf(key: StoreKey): string | undefined;
}

interface Known {
  readonly controller: string;
  readonly version: string;
  readonly ready: boolean;
}

function knownOf(store: RawObject): Known {
  const { uid, generation, labels, annotations } = metadataOf(store);
  const { spec } = store;
  const controller =
    typeof spec === 'object' && spec !== null && 'controller' in spec ? spec.controller : '';
  const conditions = parseConditions(statusOf(store)['conditions']);
  return {
    controller: typeof controller === 'string' ? controller : '',
    version: JSON.stringify([
      uid,
      generation,
      Object.entries(labels).toSorted(),
      Object.entries(annotations).toSorted(),
    ]),
    ready: conditions.some(({ type, status }) => type === 'Ready' && status === 'True'),
  };
}

export function createStoreCatalog(): StoreCatalog {
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
    classOf: (key) => stores.get(storeKeyOf(key))?.controller,
  };
}
