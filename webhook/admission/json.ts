import type { RawObject } from '../../core/api/index.ts';

/** Reading of objects nobody has checked: what is not there, or is of another type, is empty. */
export function isRecord(value: unknown): value is RawObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function recordAt(object: RawObject, field: string): RawObject {
  const value = object[field];
  return isRecord(value) ? value : {};
}

export function textAt(object: RawObject, field: string): string {
  const value = object[field];
  return typeof value === 'string' ? value : '';
}

/** The list's objects; items of other types are left out. */
export function recordsAt(object: RawObject, field: string): readonly RawObject[] {
  const value = object[field];
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
