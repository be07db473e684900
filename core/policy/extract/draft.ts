import { isObject, type JsonObject } from '../../runtime/index.ts';
import type { AccessRef, Extraction, StoreTarget, UnknownSource } from '../contract.ts';

/** Collects what an object names; anything it cannot classify is an unknown source, never nothing. */
export interface Draft {
  readonly refs: AccessRef[];
  readonly unknown: UnknownSource[];
  readonly generators: Extraction['generators'][number][];
}

export function createDraft(): Draft {
  return { refs: [], unknown: [], generators: [] };
}

/** The API server drops null where it is not allowed. */
export function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}

/** The object there; {} when there is none. Another type is an unknown source. */
export function objectIn(draft: Draft, owner: JsonObject, key: string, path: string): JsonObject {
  const value = owner[key];
  if (isAbsent(value)) {
    return {};
  }
  if (isObject(value)) {
    return value;
  }
  draft.unknown.push({ path: `${path}.${key}`, what: 'is no object' });
  return {};
}

export interface Item {
  readonly value: JsonObject;
  readonly path: string;
}

/** The objects of the list there, each with its path. */
export function itemsIn(
  draft: Draft,
  owner: JsonObject,
  key: string,
  path: string,
): readonly Item[] {
  const list = owner[key];
  if (isAbsent(list)) {
    return [];
  }
  const place = `${path}.${key}`;
  if (!Array.isArray(list)) {
    draft.unknown.push({ path: place, what: 'is no list' });
    return [];
  }
  const items: readonly unknown[] = list;
  return items.flatMap((value, index) => {
    const itemPath = `${place}[${index}]`;
    if (isObject(value)) {
      return [{ value, path: itemPath }];
    }
    draft.unknown.push({ path: itemPath, what: 'is no object' });
    return [];
  });
}

/** The text there, '' when absent; another type is an unknown source. */
export function textIn(draft: Draft, owner: JsonObject, key: string, path: string): string {
  const value = owner[key];
  if (typeof value === 'string') {
    return value;
  }
  if (!isAbsent(value)) {
    draft.unknown.push({ path: `${path}.${key}`, what: 'is no text' });
  }
  return '';
}

/** Members that may name a source and are not known: fields of an ESO newer than this. */
export function refuseOthers(
  draft: Draft,
  owner: JsonObject,
  known: readonly string[],
  path: string,
): void {
  for (const [name, value] of Object.entries(owner)) {
    if (!known.includes(name) && !isAbsent(value)) {
      draft.unknown.push({ path: `${path}.${name}`, what: 'is a field that is not known here' });
    }
  }
}

/** The store a reference names; kind empty is SecretStore. Undefined for another kind, which is an unknown source. */
export function storeTarget(draft: Draft, ref: JsonObject, path: string): StoreTarget | undefined {
  refuseOthers(draft, ref, ['name', 'kind'], path);
  const kind = textIn(draft, ref, 'kind', path) || 'SecretStore';
  const name = textIn(draft, ref, 'name', path);
  if (kind !== 'SecretStore' && kind !== 'ClusterSecretStore') {
    draft.unknown.push({ path: `${path}.kind`, what: 'is no kind of store' });
    return undefined;
  }
  return { by: 'name', kind, name };
}
