import type { Parsed, RawObject } from '../../api/index.ts';
import { textAt } from '../../runtime/index.ts';
import { metadataOf } from '../metadata.ts';
import type { ObjectRef } from '../ports.ts';

/** What happened to one object of a cache. */
export type CacheEvent<Value> =
  | { readonly type: 'put'; readonly ref: ObjectRef; readonly value: Value }
  | { readonly type: 'delete'; readonly ref: ObjectRef; readonly value: Value };

export function refOfRaw(raw: RawObject): ObjectRef {
  const metadata = metadataOf(raw);
  return { namespace: textAt(metadata, 'namespace'), name: textAt(metadata, 'name') };
}

export function keyOf({ namespace, name }: ObjectRef): string {
  return `${namespace}/${name}`;
}

export interface ShelfDeps<Value> {
  readonly parse: (raw: RawObject) => Parsed<Value>;
  /** An object that does not parse is not in the cache; who was there before it leaves. */
  readonly onUnparsable: (raw: RawObject, reasons: Extract<Parsed<Value>, { ok: false }>) => void;
}

/** Parsed objects by name, and who is told of their changes. */
export interface Shelf<Value> {
  readonly values: ReadonlyMap<string, Value>;
  take(raw: RawObject): void;
  drop(raw: RawObject): void;
  /** Drops what a full list did not name. */
  keepOnly(keys: ReadonlySet<string>): void;
  subscribe(listener: (event: CacheEvent<Value>) => void): () => void;
}

export function createShelf<Value>(deps: ShelfDeps<Value>): Shelf<Value> {
  const values = new Map<string, Value>();
  const refs = new Map<string, ObjectRef>();
  const listeners = new Set<(event: CacheEvent<Value>) => void>();

  function tell(event: CacheEvent<Value>): void {
    for (const listener of listeners) {
      listener(event);
    }
  }
  function remove(key: string): void {
    const value = values.get(key);
    const ref = refs.get(key);
    if (value !== undefined && ref !== undefined) {
      values.delete(key);
      refs.delete(key);
      tell({ type: 'delete', ref, value });
    }
  }
  return {
    values,
    take(raw) {
      const ref = refOfRaw(raw);
      const parsed = deps.parse(raw);
      if (!parsed.ok) {
        remove(keyOf(ref));
        deps.onUnparsable(raw, parsed);
        return;
      }
      values.set(keyOf(ref), parsed.value);
      refs.set(keyOf(ref), ref);
      tell({ type: 'put', ref, value: parsed.value });
    },
    drop(raw) {
      remove(keyOf(refOfRaw(raw)));
    },
    keepOnly(keys) {
      for (const key of [...values.keys()].filter((each) => !keys.has(each))) {
        remove(key);
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
