import type { RawObject } from '../core/api/index.ts';

/** Who writes statuses, as managedFields show it. */
export const FIELD_MANAGER = 'sallyport-controller';

/** `status` of an object; {} when it has none. */
export function statusOf(object: RawObject): RawObject {
  const { status } = object;
  return typeof status === 'object' && status !== null ? { ...status } : {};
}
