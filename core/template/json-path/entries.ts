import { scanAny, scanString } from './scan.ts';
import { ABSENT, exists, isObject, type JsonValue, numberOf } from './value.ts';

export interface JsonEntry {
  /** Absent for an array's item. */
  readonly key: JsonValue;
  readonly value: JsonValue;
}

/** The members of an object or items of an array, in the text's order, duplicates and all; a scalar is its own one item. */
export function entriesOf(container: JsonValue): readonly JsonEntry[] {
  if (container.type !== 'json') {
    return exists(container) ? [{ key: ABSENT, value: container }] : [];
  }
  return isObject(container) ? members(container.raw) : items(container.raw);
}

function members(json: string): readonly JsonEntry[] {
  const entries: JsonEntry[] = [];
  let at = json.indexOf('"');
  while (at >= 0) {
    const key = scanString(json, at);
    const value = key === undefined ? undefined : scanAny(json, key.end);
    if (key === undefined || value === undefined || !exists(value.value)) {
      return entries;
    }
    entries.push({ key: key.value, value: value.value });
    at = json.indexOf('"', value.end);
  }
  return entries;
}

function items(json: string): readonly JsonEntry[] {
  const entries: JsonEntry[] = [];
  for (
    let scanned = scanAny(json, 1);
    exists(scanned.value);
    scanned = scanAny(json, scanned.end)
  ) {
    entries.push({ key: ABSENT, value: scanned.value });
  }
  return entries;
}

/** gjson's Bool(). */
export function isTruthy(value: JsonValue): boolean {
  if (value.type === 'number') {
    return numberOf(value.raw) !== 0;
  }
  return value.type === 'true' || (value.type === 'string' && /^(1|t|true)$/i.test(value.text));
}
