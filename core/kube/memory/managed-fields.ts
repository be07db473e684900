import type { RawObject } from '../../api/index.ts';
import { isObject, listAt, objectAt, textAt } from '../../runtime/index.ts';
import { metadataOf } from '../metadata.ts';
import {
  decodeFieldsV1,
  difference,
  encodeFieldsV1,
  type Fields,
  fieldsOf,
  type FieldSet,
  union,
} from './field-set.ts';

/** Who writes, and how: the identity of one entry of metadata.managedFields. */
export interface FieldWriter {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  /** '' for the object itself. */
  readonly subresource: string;
}

export interface ManagedEntry extends FieldWriter {
  readonly time: string;
  readonly fields: FieldSet;
}

/** What a write does to fields. */
export interface FieldChanges {
  /** Added, or with another value than before. */
  readonly written: FieldSet;
  readonly removed: FieldSet;
}

export function isSameWriter(left: FieldWriter, right: FieldWriter): boolean {
  return (
    left.manager === right.manager &&
    left.operation === right.operation &&
    left.subresource === right.subresource
  );
}

export function readManagedFields(object: RawObject): readonly ManagedEntry[] {
  return listAt(metadataOf(object), 'managedFields')
    .filter(isObject)
    .map((entry) => ({
      manager: textAt(entry, 'manager'),
      operation: entry['operation'] === 'Apply' ? 'Apply' : 'Update',
      apiVersion: textAt(entry, 'apiVersion'),
      subresource: textAt(entry, 'subresource'),
      time: textAt(entry, 'time'),
      fields: decodeFieldsV1(objectAt(entry, 'fieldsV1')),
    }));
}

export function writeManagedFields(entries: readonly ManagedEntry[]): readonly RawObject[] {
  return entries
    .filter(({ fields }) => fields.size > 0)
    .toSorted((left, right) =>
      left.operation === right.operation ? 0 : order(left) - order(right),
    )
    .map((entry) => ({
      manager: entry.manager,
      operation: entry.operation,
      apiVersion: entry.apiVersion,
      time: entry.time,
      fieldsType: 'FieldsV1',
      fieldsV1: encodeFieldsV1(entry.fields),
      ...(entry.subresource === '' ? {} : { subresource: entry.subresource }),
    }));
}

function order(entry: ManagedEntry): number {
  return entry.operation === 'Apply' ? 0 : 1;
}

export function changesBetween(before: RawObject, after: RawObject): FieldChanges {
  const old: Fields = fieldsOf(before);
  const fresh: Fields = fieldsOf(after);
  return {
    written: new Set(
      [...fresh]
        .filter(([path, text]) => old.get(path) !== text && isNews(old.get(path), text))
        .map(([path]) => path),
    ),
    removed: new Set([...old.keys()].filter((path) => !fresh.has(path))),
  };
}

/** A map that only gained its first member, or lost its last, is not itself a new field. */
function isNews(old: string | undefined, text: string): boolean {
  return old === undefined || !(isMapText(old) && isMapText(text));
}

function isMapText(text: string): boolean {
  return text === '' || text === '{}';
}

/** The entries after `writer` wrote: what it wrote is its own, and no longer anyone else's. */
export function afterUpdate(
  entries: readonly ManagedEntry[],
  changes: FieldChanges,
  writer: FieldWriter,
  time: string,
): readonly ManagedEntry[] {
  if (changes.written.size === 0 && changes.removed.size === 0) {
    return entries;
  }
  const others = entries
    .filter((entry) => !isSameWriter(entry, writer))
    .map((entry) => ({
      ...entry,
      fields: difference(entry.fields, union(changes.written, changes.removed)),
    }));
  const own = entries.find((entry) => isSameWriter(entry, writer));
  const fields = difference(union(own?.fields ?? new Set(), changes.written), changes.removed);
  return [...others, { ...writer, time, fields }];
}
