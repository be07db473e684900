import type { RawObject } from '../api/index.ts';
import { objectAt } from '../runtime/index.ts';

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
