import { GoMap, GoNumber, type GoValue, GoSlice } from './go-value.ts';

/** What `if` decides: false for zero numbers, empty strings, slices and maps, false and nil (template.IsTrue). */
export function isTrue(value: GoValue): boolean {
  switch (typeof value) {
    case 'string':
      return value.length > 0;
    case 'bigint':
      return value !== 0n;
    case 'number':
      return value !== 0;
    case 'boolean':
      return value;
    default:
      return value !== null && isTrueObject(value);
  }
}

function isTrueObject(value: Extract<GoValue, object>): boolean {
  if (value instanceof GoSlice) {
    return value.items.length > 0;
  }
  if (value instanceof GoMap) {
    return value.entries.size > 0;
  }
  if (value instanceof GoNumber) {
    return value.value !== 0n && value.value !== 0;
  }
  return true;
}
