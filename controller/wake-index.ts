import { parseExternalSecret, type RawObject, storeRefsOf, targetName } from '../core/api/index.ts';
import type { ObjectRef } from '../core/kube/index.ts';
import { keyOf, metadataOf, type StoreKey, storeKeyOf } from './object-key.ts';

/** Which ExternalSecrets a changed Secret, store or namespace concerns. */
export interface WakeIndex {
  /** True when something changed that a reconcile looks at: not the status. */
  put(externalSecret: RawObject): boolean;
  remove(ref: ObjectRef): void;
  /** Of every ExternalSecret. */
  keys(): readonly string[];
  ofTarget(secret: ObjectRef): readonly string[];
  ofStore(store: StoreKey): readonly string[];
  ofNamespace(namespace: string): readonly string[];
}

interface Entry {
  readonly namespace: string;
  /** Equal as long as nothing changed that a reconcile looks at (eso.md 3.2). */
  readonly version: string;
  readonly target: string;
  readonly stores: readonly string[];
}

function entryOf(raw: RawObject): Entry {
  const { namespace, name, uid, generation, labels, annotations, finalizers, deletionTimestamp } =
    metadataOf(raw);
  const version = JSON.stringify([
    uid,
    generation,
    Object.entries(labels).toSorted(),
    Object.entries(annotations).toSorted(),
    finalizers,
    deletionTimestamp,
  ]);
  const parsed = parseExternalSecret(raw);
  if (!parsed.ok) {
    return { namespace, version, target: keyOf({ namespace, name }), stores: [] };
  }
  const stores = storeRefsOf(parsed.value).map((ref) =>
    storeKeyOf({ ...ref, namespace: ref.kind === 'ClusterSecretStore' ? '' : namespace }),
  );
  return {
    namespace,
    version,
    target: keyOf({ namespace, name: targetName(parsed.value) }),
    stores,
  };
}

/** Keys under a word, for looking up in one step. */
class Groups {
  readonly #keys = new Map<string, Set<string>>();

  add(word: string, key: string): void {
    const keys = this.#keys.get(word) ?? new Set();
    this.#keys.set(word, keys.add(key));
  }

  delete(word: string, key: string): void {
    const keys = this.#keys.get(word);
    keys?.delete(key);
    if (keys?.size === 0) {
      this.#keys.delete(word);
    }
  }

  get(word: string): readonly string[] {
    return [...(this.#keys.get(word) ?? [])];
  }
}

export function createWakeIndex(): WakeIndex {
  const entries = new Map<string, Entry>();
  const targets = new Groups();
  const stores = new Groups();
  const namespaces = new Groups();

  function drop(key: string): void {
    const entry = entries.get(key);
    if (entry !== undefined) {
      entries.delete(key);
      targets.delete(entry.target, key);
      namespaces.delete(entry.namespace, key);
      entry.stores.forEach((store) => {
        stores.delete(store, key);
      });
    }
  }

  return {
    put(externalSecret) {
      const entry = entryOf(externalSecret);
      const key = keyOf(metadataOf(externalSecret));
      if (entries.get(key)?.version === entry.version) {
        return false;
      }
      drop(key);
      entries.set(key, entry);
      targets.add(entry.target, key);
      namespaces.add(entry.namespace, key);
      entry.stores.forEach((store) => {
        stores.add(store, key);
      });
      return true;
    },
    remove(ref) {
      drop(keyOf(ref));
    },
    keys: () => [...entries.keys()],
    ofTarget: (secret) => targets.get(keyOf(secret)),
    ofStore: (store) => stores.get(storeKeyOf(store)),
    ofNamespace: (namespace) => namespaces.get(namespace),
  };
}
