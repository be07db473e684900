import type { RawObject } from '../../api/index.ts';
import { textAt } from '../../runtime/index.ts';
import { metadataOf, withMetadata } from '../metadata.ts';
import type { ObjectRef, Resource } from '../ports.ts';

/** One object's step: appeared (no before), changed, vanished (no after). */
export interface Change {
  readonly before: RawObject | undefined;
  readonly after: RawObject | undefined;
}

export interface Row {
  readonly resource: Resource;
  readonly ref: ObjectRef;
  readonly object: RawObject;
}

/** The objects there are, frozen, each with the revision of its last write as resourceVersion. */
export interface Table {
  get(resource: Resource, ref: ObjectRef): RawObject | undefined;
  /** In order of namespace and name. */
  rows(resource: Resource): readonly Row[];
  everything(): readonly Row[];
  put(resource: Resource, ref: ObjectRef, object: RawObject): RawObject;
  remove(resource: Resource, ref: ObjectRef): void;
  /** Calls `listener` for every change of the kind; the answer stops it. */
  listen(resource: Resource, listener: (change: Change) => void): () => void;
}

function kindKey({ group, plural }: Resource): string {
  return `${group}/${plural}`;
}

function rowKey({ namespace, name }: ObjectRef): string {
  return `${namespace}/${name}`;
}

export function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

export function createTable(): Table {
  const kinds = new Map<string, Map<string, Row>>();
  const listeners = new Map<string, Set<(change: Change) => void>>();
  let revision = 0;

  function rowsOf(resource: Resource): Map<string, Row> {
    const key = kindKey(resource);
    const rows = kinds.get(key) ?? new Map<string, Row>();
    kinds.set(key, rows);
    return rows;
  }
  function stamped(object: RawObject): RawObject {
    revision += 1;
    return deepFreeze(
      withMetadata(object, { ...metadataOf(object), resourceVersion: String(revision) }),
    );
  }
  function announce(resource: Resource, change: Change): void {
    for (const listener of listeners.get(kindKey(resource)) ?? []) {
      listener(change);
    }
  }

  return {
    get: (resource, ref) => rowsOf(resource).get(rowKey(ref))?.object,
    rows: (resource) =>
      [...rowsOf(resource)]
        .sort(([left], [right]) => (left < right ? -1 : 1))
        .map(([, row]) => row),
    everything: () => [...kinds.values()].flatMap((rows) => [...rows.values()]),
    put(resource, ref, object) {
      const rows = rowsOf(resource);
      const before = rows.get(rowKey(ref))?.object;
      const after = stamped(object);
      rows.set(rowKey(ref), { resource, ref, object: after });
      announce(resource, { before, after });
      return after;
    },
    remove(resource, ref) {
      const rows = rowsOf(resource);
      const row = rows.get(rowKey(ref));
      if (row !== undefined) {
        rows.delete(rowKey(ref));
        announce(resource, { before: stamped(row.object), after: undefined });
      }
    },
    listen(resource, listener) {
      const key = kindKey(resource);
      const set = listeners.get(key) ?? new Set();
      listeners.set(key, set);
      set.add(listener);
      return () => {
        set.delete(listener);
      };
    },
  };
}

export function uidOf(object: RawObject): string {
  return textAt(metadataOf(object), 'uid');
}
