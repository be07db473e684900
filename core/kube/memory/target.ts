import type { RawObject } from '../../api/index.ts';
import { AppError } from '../../runtime/index.ts';
import { apiVersionOf } from '../object-ref.ts';
import type { ObjectRef, Resource, WriteOptions } from '../ports.ts';
import type { FieldWriter, ManagedEntry } from './managed-fields.ts';

/** What is to be written where, by whom. */
export interface Target {
  readonly resource: Resource;
  readonly ref: ObjectRef;
  readonly subresource: '' | 'status';
  readonly writer: FieldWriter;
}

/** One way to change a stored object; undefined entries mean that what changed is owned by an Update. */
export interface Change {
  readonly incoming: RawObject;
  readonly entries: readonly ManagedEntry[] | undefined;
}

/** The object itself, written by an Update. */
export function targetOf(resource: Resource, ref: ObjectRef, options: WriteOptions): Target {
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

export function refuseAborted(signal: AbortSignal): void {
  if (signal.aborted) {
    throw new AppError('ABORTED', 'the operation was stopped', { cause: signal.reason });
  }
}
