import { isDeepStrictEqual } from 'node:util';
import type { RawObject } from '../api/index.ts';
import type { ObjectRef, ObjectWriter, Resource } from './ports.ts';

export interface StatusTarget {
  readonly api: ObjectWriter;
  readonly resource: Resource;
  readonly ref: ObjectRef;
  /** The status the object has. */
  readonly before: RawObject;
  /** Who writes, as managedFields show it. */
  readonly fieldManager: string;
}

/**
 * Writes the members of status that differ, and nothing when none does: a status that is written each time wakes whoever
 * watches it, for ever. True when it wrote.
 */
export async function patchStatus(
  { api, resource, ref, before, fieldManager }: StatusTarget,
  members: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<boolean> {
  const changed = Object.entries(members).filter(
    ([name, value]) => !isDeepStrictEqual(before[name], value),
  );
  if (changed.length === 0) {
    return false;
  }
  const { namespace, name } = ref;
  await api.patch(
    resource,
    { namespace, name },
    { status: Object.fromEntries(changed) },
    { type: 'merge', subresource: 'status', fieldManager },
    signal,
  );
  return true;
}
