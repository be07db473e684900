import type { RawObject } from '../api/index.ts';

export function isObject(value: unknown): value is RawObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object under `key`; {} when there is none. */
export function objectAt(object: RawObject, key: string): RawObject {
  const value = object[key];
  return isObject(value) ? value : {};
}

/** The string under `key`; '' when there is none. */
export function textAt(object: RawObject, key: string): string {
  const value = object[key];
  return typeof value === 'string' ? value : '';
}

/** The number under `key`; 0 when there is none. */
export function numberAt(object: RawObject, key: string): number {
  const value = object[key];
  return typeof value === 'number' ? value : 0;
}

/** The list under `key`; [] when there is none. */
export function listAt(object: RawObject, key: string): readonly unknown[] {
  const value: unknown = object[key];
  return Array.isArray(value) ? value : [];
}

/** The metadata of a raw object; {} when there is none. */
export function metadataOf(object: RawObject): RawObject {
  return objectAt(object, 'metadata');
}

/** The object with other metadata. */
export function withMetadata(object: RawObject, metadata: RawObject): RawObject {
  return { ...object, metadata };
}

/** The object without these keys. */
export function without(object: RawObject, ...keys: readonly string[]): RawObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}
