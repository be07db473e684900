import { isDeepStrictEqual } from 'node:util';
import type { RawObject } from '../core/api/index.ts';
import type { ObjectRef, ObjectWriter, Resource } from '../core/kube/index.ts';

/** Who writes statuses, as managedFields show it. */
export const FIELD_MANAGER = 'sallyport-controller';

export interface StatusTarget {
  readonly api: ObjectWriter;
  readonly resource: Resource;
  readonly ref: ObjectRef;
  /** The status the object has. */
  readonly before: RawObject;
}

/** `status` of an object; {} when it has none. */
export function statusOf(object: RawObject): RawObject {
  const { status } = object;
  return typeof status === 'object' && status !== null ? { ...status } : {};
}

/**
 * Writes the members of status that differ, and nothing when none does: a status that is written each time wakes whoever
 * watches it, for ever. True when it wrote.
 */
export async function patchStatus(
  target: StatusTarget,
  members: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<boolean> {
  const changed = Object.entries(members).filter(
    ([name, value]) => !isDeepStrictEqual(target.before[name], value),
  );
  if (changed.length === 0) {
    return false;
  }
  await target.api.patch(
    target.resource,
    target.ref,
    { status: Object.fromEntries(changed) },
    { type: 'merge', subresource: 'status', fieldManager: FIELD_MANAGER },
    signal,
  );
  return true;
}
