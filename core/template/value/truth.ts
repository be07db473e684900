import { GoComplex, GoMap, GoNumber, type GoValue, GoSlice } from './go-value.ts';

/** What `if` decides: false for zero numbers, empty strings, slices and maps, false and nil (template.IsTrue). */
export function isTrue(value: GoValue): boolean {
  if (typeof value !== 'object') {
    return Boolean(value) || Number.isNaN(value);
  }
  if (value instanceof GoSlice) {
    return value.items.length > 0;
  }
  if (value instanceof GoMap) {
    return value.entries.size > 0;
  }
  if (value instanceof GoNumber) {
    return Boolean(value.value);
  }
  return value instanceof GoComplex ? value.real !== 0 || value.imaginary !== 0 : value !== null;
}
