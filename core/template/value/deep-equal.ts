import { GoMap, GoNumber, GoObject, GoSlice, type GoValue } from './go-value.ts';

/** reflect.DeepEqual: same types all the way down; NaN equals nothing; a nil slice is not an empty one. */
export function deepEqual(left: GoValue, right: GoValue): boolean {
  if (left === null || right === null || typeof left !== 'object' || typeof right !== 'object') {
    return left === right;
  }
  if (left.type !== right.type) {
    return false;
  }
  if (left instanceof GoNumber) {
    return right instanceof GoNumber && left.value === right.value;
  }
  if (left instanceof GoSlice) {
    return right instanceof GoSlice && equalSlices(left, right);
  }
  if (left instanceof GoMap) {
    return right instanceof GoMap && equalMaps(left, right);
  }
  return right instanceof GoObject && left.equals(right);
}

function equalSlices(left: GoSlice, right: GoSlice): boolean {
  return (
    left.isNil === right.isNil &&
    left.items.length === right.items.length &&
    (left.items === right.items ||
      left.items.every((item, index) => deepEqual(item, right.items[index] ?? null)))
  );
}

function equalMaps(left: GoMap, right: GoMap): boolean {
  if (left.isNil !== right.isNil || left.entries.size !== right.entries.size) {
    return false;
  }
  if (left.entries === right.entries) {
    return true;
  }
  for (const [key, value] of left.entries) {
    const other = right.entries.get(key);
    if (other === undefined || !deepEqual(value, other)) {
      return false;
    }
  }
  return true;
}
