import type { RawObject } from '../../api/index.ts';
import { type Clock, isObject, listAt, numberAt, textAt } from '../../runtime/index.ts';
import { metadataOf, withMetadata } from '../metadata.ts';
import type { DeletePreconditions, ObjectRef, Resource } from '../ports.ts';
import { NAMESPACES } from '../resources.ts';
import { refuseStale } from './draft.ts';
import { hasGeneration } from './kinds.ts';
import { type Row, type Table, uidOf } from './table.ts';
import { timestamp } from './timestamp.ts';

/** How objects go: finalizers hold them back, what they own goes with them, a namespace takes all it contains. */
export interface Deletion {
  delete(resource: Resource, ref: ObjectRef, preconditions: DeletePreconditions): boolean;
  /** Removes the object if it is being deleted and nothing holds it any longer. */
  settle(row: Row): void;
}

function isHeld(object: RawObject): boolean {
  return listAt(metadataOf(object), 'finalizers').length > 0;
}

function isTerminating(object: RawObject): boolean {
  return metadataOf(object)['deletionTimestamp'] !== undefined;
}

function owners(object: RawObject): readonly RawObject[] {
  return listAt(metadataOf(object), 'ownerReferences').filter(isObject);
}

export function createDeletion(table: Table, clock: Clock): Deletion {
  function marked({ resource, object }: Row): RawObject {
    const metadata = metadataOf(object);
    return withMetadata(object, {
      ...metadata,
      deletionTimestamp: timestamp(clock),
      deletionGracePeriodSeconds: 0,
      ...(hasGeneration(resource) ? { generation: numberAt(metadata, 'generation') + 1 } : {}),
    });
  }

  /** 1. take the object away; 2. then what only it owned; 3. then the namespace that waited for it. */
  function vanish(row: Row): void {
    table.remove(row.resource, row.ref);
    const living = new Set(table.everything().map(({ object }) => uidOf(object)));
    for (const dependent of table.everything()) {
      if (owners(dependent.object).some(({ uid }) => uid === uidOf(row.object))) {
        release(dependent, living);
      }
    }
    const ref = { namespace: '', name: row.ref.namespace };
    const namespace = table.get(NAMESPACES, ref);
    if (namespace !== undefined && isTerminating(namespace)) {
      finishNamespace({ resource: NAMESPACES, ref, object: namespace });
    }
  }
  function release(dependent: Row, living: ReadonlySet<string>): void {
    const left = owners(dependent.object).filter((owner) => living.has(textAt(owner, 'uid')));
    if (left.length === 0) {
      remove(dependent);
      return;
    }
    const metadata = { ...metadataOf(dependent.object), ownerReferences: left };
    table.put(dependent.resource, dependent.ref, withMetadata(dependent.object, metadata));
  }
  function finishNamespace(row: Row): void {
    const contents = table.everything().filter(({ ref }) => ref.namespace === row.ref.name);
    if (contents.length === 0) {
      vanish(row);
    }
  }
  function removeNamespace(row: Row): void {
    const terminating = { ...marked(row), status: { phase: 'Terminating' } };
    const object = table.put(row.resource, row.ref, terminating);
    for (const inside of table.everything().filter(({ ref }) => ref.namespace === row.ref.name)) {
      remove(inside);
    }
    if (table.get(row.resource, row.ref) !== undefined) {
      finishNamespace({ ...row, object });
    }
  }
  function remove(row: Row): void {
    if (isTerminating(row.object)) {
      return;
    }
    if (row.resource.plural === NAMESPACES.plural) {
      removeNamespace(row);
    } else if (isHeld(row.object)) {
      table.put(row.resource, row.ref, marked(row));
    } else {
      vanish(row);
    }
  }

  return {
    delete(resource, ref, preconditions) {
      const object = table.get(resource, ref);
      if (object === undefined) {
        return false;
      }
      refuseStale(resource, object, { metadata: { ...preconditions } });
      remove({ resource, ref, object });
      return true;
    },
    settle(row) {
      if (isTerminating(row.object) && !isHeld(row.object)) {
        vanish(row);
      }
    },
  };
}
