import type { RawObject } from '../../api/index.ts';
import { type Clock, listAt, numberAt, objectsAt, textAt } from '../../runtime/index.ts';
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

function marked({ resource, object }: Row, time: string): RawObject {
  const metadata = metadataOf(object);
  const isNamespace = resource.plural === NAMESPACES.plural;
  const phased = isNamespace ? { ...object, status: { phase: 'Terminating' } } : object;
  return withMetadata(phased, {
    ...metadata,
    deletionTimestamp: time,
    deletionGracePeriodSeconds: 0,
    ...(hasGeneration(resource) ? { generation: numberAt(metadata, 'generation') + 1 } : {}),
  });
}

function owners(object: RawObject): readonly RawObject[] {
  return objectsAt(metadataOf(object), 'ownerReferences');
}

/** What names `uid` as an owner. */
function dependentsOf(table: Table, uid: string): readonly Row[] {
  return table
    .everything()
    .filter(({ object }) => owners(object).some((owner) => textAt(owner, 'uid') === uid));
}

function livingOwners(table: Table, object: RawObject): readonly RawObject[] {
  const living = new Set(table.everything().map((each) => uidOf(each.object)));
  return owners(object).filter((owner) => living.has(textAt(owner, 'uid')));
}

function withOwners(object: RawObject, ownerReferences: readonly RawObject[]): RawObject {
  return withMetadata(object, { ...metadataOf(object), ownerReferences });
}

function contentsOf(table: Table, namespace: string): readonly Row[] {
  return table.everything().filter(({ ref }) => ref.namespace === namespace);
}

export function createDeletion(table: Table, clock: Clock): Deletion {
  /** 1. take the object away; 2. then what only it owned; 3. then the namespace that waited for it. */
  function vanish(row: Row): void {
    table.remove(row.resource, row.ref);
    for (const dependent of dependentsOf(table, uidOf(row.object))) {
      release(dependent);
    }
    finishNamespace(row.ref.namespace);
  }
  /** Lets a dependent go with its last owner; it may have gone already, with one that went before. */
  function release({ resource, ref }: Row): void {
    const object = table.get(resource, ref);
    if (object === undefined) {
      return;
    }
    const left = livingOwners(table, object);
    if (left.length === 0) {
      remove({ resource, ref, object });
      return;
    }
    table.put(resource, ref, withOwners(object, left));
  }
  function finishNamespace(name: string): void {
    const ref = { namespace: '', name };
    const object = table.get(NAMESPACES, ref);
    if (object !== undefined && isTerminating(object) && contentsOf(table, name).length === 0) {
      vanish({ resource: NAMESPACES, ref, object });
    }
  }
  function remove(row: Row): void {
    const { resource, ref } = row;
    const isNamespace = resource.plural === NAMESPACES.plural;
    if (isTerminating(row.object)) {
      return;
    }
    if (!isNamespace && !isHeld(row.object)) {
      vanish(row);
      return;
    }
    table.put(resource, ref, marked(row, timestamp(clock)));
    if (isNamespace) {
      contentsOf(table, ref.name).forEach(remove);
      finishNamespace(ref.name);
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
