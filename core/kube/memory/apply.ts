import { isDeepStrictEqual } from 'node:util';
import type { RawObject } from '../../api/index.ts';
import { AppError, isObject } from '../../runtime/index.ts';
import {
  describePath,
  difference,
  fieldsOf,
  type FieldSet,
  isAtomic,
  isMergedByItem,
  itemElement,
  joinPath,
  union,
  withoutFields,
} from './field-set.ts';
import {
  changesBetween,
  type FieldWriter,
  isSameWriter,
  type ManagedEntry,
} from './managed-fields.ts';

export interface Applied {
  readonly object: RawObject;
  readonly entries: readonly ManagedEntry[];
}

/** Each item in its place, with what is wanted of it; new ones at the end. */
function mergedByItem(
  live: readonly unknown[],
  wanted: readonly unknown[],
  path: string,
): readonly unknown[] {
  const left = new Map(wanted.map((item) => [itemElement(path, item), item]));
  const present = live.map((item) => {
    const element = itemElement(path, item) ?? '';
    const change = left.get(element);
    left.delete(element);
    return change === undefined ? item : merged(item, change, joinPath(path, element));
  });
  return [...present, ...left.values()];
}

function mergedList(live: readonly unknown[], wanted: readonly unknown[], path: string): unknown {
  const wantedElements = wanted.map((item) => itemElement(path, item));
  if (wantedElements.includes(undefined)) {
    return wanted;
  }
  if (isMergedByItem(path)) {
    return mergedByItem(live, wanted, path);
  }
  const kept = live.filter((item) => !wantedElements.includes(itemElement(path, item)));
  return [...kept, ...wanted];
}

function merged(live: unknown, wanted: unknown, path: string): unknown {
  if (Array.isArray(live) && Array.isArray(wanted)) {
    return mergedList(live, wanted, path);
  }
  if (!isObject(live) || !isObject(wanted) || isAtomic(path)) {
    return wanted;
  }
  const members = Object.entries(wanted)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => [key, merged(live[key], value, joinPath(path, `f:${key}`))] as const);
  return { ...live, ...Object.fromEntries(members) };
}

/** The fields an applied document speaks of: its leaves. */
function wantedFields(wanted: RawObject): FieldSet {
  return new Set([...fieldsOf(wanted)].filter(([, text]) => text !== '').map(([path]) => path));
}

function refuseConflicts(entries: readonly ManagedEntry[], written: FieldSet): void {
  const conflicts = entries.flatMap((entry) =>
    [...entry.fields]
      .filter((path) => written.has(path))
      .map((path) => `conflict with "${entry.manager}": ${describePath(path)}`),
  );
  if (conflicts.length > 0) {
    throw new AppError(
      'KUBE_CONFLICT',
      `Apply failed with ${conflicts.length} conflict${conflicts.length === 1 ? '' : 's'}: ${conflicts.join('; ')}`,
    );
  }
}

/**
 * Server-side apply: what the writer says now is merged in, what it said before and no longer says is taken out unless
 * someone else owns it too, and a field that another manager owns with another value is a KUBE_CONFLICT unless forced.
 */
export function applyServerSide(
  live: RawObject,
  wanted: RawObject,
  context: {
    readonly entries: readonly ManagedEntry[];
    readonly writer: FieldWriter;
    readonly force: boolean;
    readonly time: string;
  },
): Applied {
  const others = context.entries.filter((entry) => !isSameWriter(entry, context.writer));
  const own = context.entries.find((entry) => isSameWriter(entry, context.writer));
  const fields = wantedFields(wanted);
  const given = others.reduce<FieldSet>((all, entry) => union(all, entry.fields), new Set());
  const dropped = difference(own?.fields ?? new Set(), union(fields, given));
  const mergedObject = merged(live, wanted, '');
  const object = withoutFields(isObject(mergedObject) ? mergedObject : wanted, dropped);
  const { written, removed } = changesBetween(live, object);
  if (!context.force) {
    refuseConflicts(others, written);
  }
  const unchanged = own !== undefined && isDeepStrictEqual(own.fields, fields);
  return {
    object,
    entries: [
      ...others.map((entry) => ({
        ...entry,
        fields: difference(entry.fields, union(written, removed)),
      })),
      {
        ...context.writer,
        time: unchanged && written.size === 0 ? own.time : context.time,
        fields,
      },
    ],
  };
}
