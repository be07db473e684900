import { isDeepStrictEqual } from 'node:util';
import type { RawObject } from '../../api/index.ts';
import { AppError, type Clock, numberAt } from '../../runtime/index.ts';
import { metadataOf, without, withMetadata } from '../metadata.ts';
import { asResource, qualifiedPlural, refOf } from '../object-ref.ts';
import type { Deletion } from './deletion.ts';
import { draftCreate, draftUpdate, refuseStale } from './draft.ts';
import { type Gate, refuseHomeless } from './gate.ts';
import { hasGeneration } from './kinds.ts';
import {
  afterUpdate,
  changesBetween,
  readManagedFields,
  writeManagedFields,
} from './managed-fields.ts';
import type { Table } from './table.ts';
import { type Change, refuseAborted, type Target } from './target.ts';
import { timestamp } from './timestamp.ts';
import { notFound } from './validate.ts';

export interface CommitDeps {
  readonly table: Table;
  readonly deletion: Deletion;
  readonly clock: Clock;
  readonly gate: Gate;
  /** A number no other call has answered. */
  readonly nextSerial: () => number;
}

/** How a change becomes the stored object. */
export interface Commit {
  insert(target: Target, change: Change, signal: AbortSignal): Promise<RawObject>;
  /** Reads, changes, asks the gate and stores; begins again when someone else wrote meanwhile. */
  update(
    target: Target,
    changeOf: (existing: RawObject) => Change,
    signal: AbortSignal,
  ): Promise<RawObject>;
}

/** A uid, unique in one API server. */
export function uidOfSerial(serial: number): string {
  return `00000000-0000-4000-8000-${serial.toString(16).padStart(12, '0')}`;
}

function isSameContent(left: RawObject, right: RawObject): boolean {
  const strip = (object: RawObject): RawObject =>
    withMetadata(object, without(metadataOf(object), 'managedFields', 'resourceVersion'));
  return isDeepStrictEqual(strip(left), strip(right));
}

function isSameSpec(left: RawObject, right: RawObject): boolean {
  const strip = (object: RawObject): RawObject =>
    without(object, 'metadata', 'status', 'apiVersion', 'kind');
  return isDeepStrictEqual(strip(left), strip(right));
}

/** The next state with its owners and generation noted; the existing object where nothing changes. */
function noted(
  { resource, writer }: Target,
  states: { readonly existing: RawObject; readonly next: RawObject },
  change: Change,
  time: string,
): RawObject {
  const { existing, next } = states;
  const owned = readManagedFields(existing);
  const entries =
    change.entries ?? afterUpdate(owned, changesBetween(existing, next), writer, time);
  const managedFields = writeManagedFields(entries);
  const isSameOwners = isDeepStrictEqual(managedFields, metadataOf(existing)['managedFields']);
  if (isSameOwners && isSameContent(existing, next)) {
    return existing;
  }
  const metadata = metadataOf(next);
  const bump = hasGeneration(resource) && !isSameSpec(existing, next) ? 1 : 0;
  const generation =
    'generation' in metadata ? { generation: numberAt(metadata, 'generation') + bump } : {};
  return withMetadata(next, { ...metadata, ...generation, managedFields });
}

export function createCommit(deps: CommitDeps): Commit {
  const { table, deletion, clock, gate } = deps;
  return {
    async insert(target, change, signal) {
      const { resource, writer } = target;
      refuseHomeless(table, target);
      const serial = deps.nextSerial();
      const time = timestamp(clock);
      const suffix = serial.toString(36).padStart(5, '0');
      const draft = draftCreate(resource, change.incoming, {
        uid: uidOfSerial(serial),
        time,
        suffix,
      });
      const object = await gate(target, draft, undefined, signal);
      const ref = refOf(resource, object);
      if (table.get(resource, ref) !== undefined) {
        throw new AppError(
          'KUBE_CONFLICT',
          `${qualifiedPlural(resource)} "${ref.name}" already exists`,
        );
      }
      const entries = change.entries ?? afterUpdate([], changesBetween({}, object), writer, time);
      const metadata = { ...metadataOf(object), managedFields: writeManagedFields(entries) };
      return table.put(resource, ref, withMetadata(object, metadata));
    },
    async update(target, changeOf, signal) {
      const { resource, ref, subresource } = target;
      for (;;) {
        refuseAborted(signal);
        const stored = table.get(resource, ref);
        if (stored === undefined) {
          throw notFound(resource, ref.name);
        }
        const existing = asResource(stored, resource, false);
        const change = changeOf(existing);
        refuseStale(resource, existing, change.incoming);
        const draft = draftUpdate(resource, existing, change.incoming, subresource);
        const next = await gate(target, draft, existing, signal);
        const object = noted(target, { existing, next }, change, timestamp(clock));
        if (object === existing) {
          return existing;
        }
        if (table.get(resource, ref) === stored) {
          const written = table.put(resource, ref, object);
          deletion.settle({ resource, ref, object: written });
          return written;
        }
      }
    },
  };
}
