import { isDeepStrictEqual } from 'node:util';
import type { Parsed, RawObject } from '../../api/index.ts';
import { AppError, type Clock, numberAt, textAt } from '../../runtime/index.ts';
import { metadataOf, withMetadata, without } from '../metadata.ts';
import { apiVersionOf, asResource, qualifiedPlural, refOf } from '../object-ref.ts';
import type { ObjectRef, ObjectWriter, Resource, WriteOptions } from '../ports.ts';
import { NAMESPACES } from '../resources.ts';
import type { Deletion } from './deletion.ts';
import { decodeBody, draftCreate, draftUpdate, refuseStale } from './draft.ts';
import { hasGeneration, needsResourceVersion } from './kinds.ts';
import {
  afterUpdate,
  changesBetween,
  type FieldWriter,
  type ManagedEntry,
  readManagedFields,
  writeManagedFields,
} from './managed-fields.ts';
import { planPatch } from './patch.ts';
import type { Table } from './table.ts';
import { timestamp } from './timestamp.ts';
import { invalid, notFound, refuseInvalid } from './validate.ts';

/** What an admission webhook would be asked about one write. */
export interface AdmissionReview {
  readonly operation: 'CREATE' | 'UPDATE';
  readonly resource: Resource;
  readonly object: RawObject;
  readonly oldObject: RawObject | undefined;
  readonly dryRun: false;
  readonly userInfo: { readonly username: string; readonly groups: readonly string[] };
}

/** Answers the object to store, changed or not; an AppError (KUBE_INVALID, KUBE_FORBIDDEN) refuses the write. */
export type Admission = (review: AdmissionReview, signal: AbortSignal) => Promise<RawObject>;

/** A CRD's structural schema: prunes or refuses unknown fields, sets defaults. Undefined for a kind without one. */
export type Schemas = (
  resource: Resource,
) => ((object: RawObject) => Parsed<RawObject>) | undefined;

export interface WriterDeps {
  readonly table: Table;
  readonly deletion: Deletion;
  readonly clock: Clock;
  readonly admission: Admission;
  readonly schemas: Schemas;
  /** A number no other call has answered. */
  readonly nextSerial: () => number;
}

/** One way to change a stored object; undefined entries mean that what changed is owned by an Update. */
export interface Change {
  readonly incoming: RawObject;
  readonly entries: readonly ManagedEntry[] | undefined;
}

/** What is to be written where, by whom. */
export interface Target {
  readonly resource: Resource;
  readonly ref: ObjectRef;
  readonly subresource: '' | 'status';
  readonly writer: FieldWriter;
}

const USER = { username: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] };

export function refuseAborted(signal: AbortSignal): void {
  if (signal.aborted) {
    throw new AppError('ABORTED', 'the operation was stopped', { cause: signal.reason });
  }
}

function uid(serial: number): string {
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

export function createWriter(deps: WriterDeps): ObjectWriter {
  const { table, deletion, clock } = deps;

  function conformed(resource: Resource, object: RawObject): RawObject {
    const parsed = deps.schemas(resource)?.(object) ?? { ok: true, value: object };
    if (!parsed.ok) {
      const problems = parsed.findings.map(({ path, message }) => `${path}: ${message}`);
      throw invalid(resource, object, problems);
    }
    return parsed.value;
  }
  async function admitted(
    target: Target,
    draft: RawObject,
    oldObject: RawObject | undefined,
    signal: AbortSignal,
  ): Promise<RawObject> {
    const { resource, subresource } = target;
    const object = conformed(resource, draft);
    const operation = oldObject === undefined ? 'CREATE' : 'UPDATE';
    const answer =
      subresource === 'status'
        ? object
        : await deps.admission(
            { operation, resource, object, oldObject, dryRun: false, userInfo: USER },
            signal,
          );
    refuseInvalid(resource, answer, oldObject);
    return answer;
  }
  function requireNamespace(resource: Resource, ref: ObjectRef): void {
    if (!resource.namespaced) {
      return;
    }
    const namespace = table.get(NAMESPACES, { namespace: '', name: ref.namespace });
    if (namespace === undefined) {
      throw notFound(NAMESPACES, ref.namespace);
    }
    if (metadataOf(namespace)['deletionTimestamp'] !== undefined) {
      throw new AppError(
        'KUBE_FORBIDDEN',
        `${qualifiedPlural(resource)} "${ref.name}" is forbidden: unable to create new content in namespace ${ref.namespace} because it is being terminated`,
      );
    }
  }
  async function createAt(target: Target, change: Change, signal: AbortSignal): Promise<RawObject> {
    const { resource, writer } = target;
    requireNamespace(resource, target.ref);
    const serial = deps.nextSerial();
    const time = timestamp(clock);
    const draft = draftCreate(resource, change.incoming, {
      uid: uid(serial),
      time,
      suffix: serial.toString(36).padStart(5, '0'),
    });
    const object = await admitted(target, draft, undefined, signal);
    const ref = refOf(resource, object);
    if (table.get(resource, ref) !== undefined) {
      throw new AppError(
        'KUBE_CONFLICT',
        `${qualifiedPlural(resource)} "${ref.name}" already exists`,
      );
    }
    const entries = change.entries ?? afterUpdate([], changesBetween({}, object), writer, time);
    const managedFields = writeManagedFields(entries);
    return table.put(resource, ref, withMetadata(object, { ...metadataOf(object), managedFields }));
  }
  function persist(
    target: Target,
    existing: RawObject,
    next: RawObject,
    change: Change,
  ): RawObject {
    const { resource, ref, writer } = target;
    const before = readManagedFields(existing);
    const entries =
      change.entries ??
      afterUpdate(before, changesBetween(existing, next), writer, timestamp(clock));
    const managedFields = writeManagedFields(entries);
    if (
      isSameContent(existing, next) &&
      isDeepStrictEqual(managedFields, metadataOf(existing)['managedFields'])
    ) {
      return existing;
    }
    const metadata = metadataOf(next);
    const bump = hasGeneration(resource) && !isSameSpec(existing, next) ? 1 : 0;
    const generation =
      'generation' in metadata ? { generation: numberAt(metadata, 'generation') + bump } : {};
    const object = table.put(
      resource,
      ref,
      withMetadata(next, { ...metadata, ...generation, managedFields }),
    );
    deletion.settle({ resource, ref, object });
    return object;
  }
  /** Reads, changes, asks admission and stores; begins again when someone else wrote meanwhile. */
  async function update(
    target: Target,
    changeOf: (existing: RawObject) => Change,
    signal: AbortSignal,
  ): Promise<RawObject> {
    const { resource, ref, subresource } = target;
    for (;;) {
      const stored = table.get(resource, ref);
      if (stored === undefined) {
        throw notFound(resource, ref.name);
      }
      const existing = asResource(stored, resource, false);
      const change = changeOf(existing);
      refuseStale(resource, existing, change.incoming);
      const draft = draftUpdate(resource, existing, change.incoming, subresource);
      const next = await admitted(target, draft, existing, signal);
      if (table.get(resource, ref) === stored) {
        return persist(target, existing, next, change);
      }
      refuseAborted(signal);
    }
  }
  function targetOf(resource: Resource, ref: ObjectRef, options: WriteOptions): Target {
    return {
      resource,
      ref,
      subresource: '',
      writer: {
        manager: options.fieldManager,
        operation: 'Update',
        apiVersion: apiVersionOf(resource),
        subresource: '',
      },
    };
  }

  return {
    async create(resource, object, options, signal) {
      refuseAborted(signal);
      const incoming = decodeBody(resource, object);
      const target = targetOf(resource, refOf(resource, incoming), options);
      return createAt(target, { incoming, entries: undefined }, signal);
    },
    async replace(resource, object, options, signal) {
      refuseAborted(signal);
      const incoming = decodeBody(resource, object);
      const target = targetOf(resource, refOf(resource, incoming), options);
      if (
        needsResourceVersion(resource) &&
        textAt(metadataOf(incoming), 'resourceVersion') === ''
      ) {
        throw invalid(resource, incoming, [
          'metadata.resourceVersion: Invalid value: 0: must be specified for an update',
        ]);
      }
      return update(target, () => ({ incoming, entries: undefined }), signal);
    },
    async patch(resource, ref, body, options, signal) {
      refuseAborted(signal);
      const plan = planPatch(targetOf(resource, ref, options), body, options, clock);
      const isNew = table.get(resource, ref) === undefined;
      return isNew && plan.initial !== undefined
        ? createAt(plan.target, plan.initial, signal)
        : update(plan.target, plan.changeOf, signal);
    },
    async delete(resource, ref, preconditions, signal) {
      refuseAborted(signal);
      return deletion.delete(resource, ref, preconditions);
    },
  };
}
