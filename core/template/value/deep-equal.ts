import { GoComplex, GoMap, GoNumber, GoObject, GoSlice, type GoValue } from './go-value.ts';

/** What is being compared further up, so that shared and circular values end. */
type Visited = Map<GoSlice | GoMap, Set<GoSlice | GoMap>>;

/** reflect.DeepEqual: same types all the way down; NaN equals nothing; a nil slice is not an empty one. */
export function deepEqual(left: GoValue, right: GoValue): boolean {
  return equal(left, right, new Map());
}

function equal(left: GoValue, right: GoValue, visited: Visited): boolean {
  if (!isTyped(left) || !isTyped(right)) {
    return left === right;
  }
  if (left.type !== right.type) {
    return false;
  }
  if (left instanceof GoSlice && right instanceof GoSlice) {
    return left.items === right.items || equalSlices(left, right, visited);
  }
  if (left instanceof GoMap && right instanceof GoMap) {
    return left.entries === right.entries || equalMaps(left, right, visited);
  }
  return equalLeaves(left, right);
}

function isTyped(value: GoValue): value is Extract<GoValue, object> {
  return typeof value === 'object' && value !== null;
}

function equalLeaves(left: GoValue, right: GoValue): boolean {
  if (left instanceof GoNumber) {
    return right instanceof GoNumber && left.value === right.value;
  }
  if (left instanceof GoComplex) {
    return right instanceof GoComplex && left.equals(right);
  }
  return left instanceof GoObject && right instanceof GoObject && left.equals(right);
}

/** Whether the pair was not met before; remembers it. */
function isNew(left: GoSlice | GoMap, right: GoSlice | GoMap, visited: Visited): boolean {
  const met = visited.get(left);
  if (met === undefined) {
    visited.set(left, new Set([right]));
    return true;
  }
  return !met.has(right) && met.add(right).size > 0;
}

function equalSlices(left: GoSlice, right: GoSlice, visited: Visited): boolean {
  if (left.isNil !== right.isNil || left.items.length !== right.items.length) {
    return false;
  }
  return (
    !isNew(left, right, visited) ||
    left.items.every((item, index) => equal(item, right.items[index] ?? null, visited))
  );
}

function equalMaps(left: GoMap, right: GoMap, visited: Visited): boolean {
  if (left.isNil !== right.isNil || left.entries.size !== right.entries.size) {
    return false;
  }
  return (
    !isNew(left, right, visited) ||
    [...left.entries].every(([key, value]) => {
      const other = right.entries.get(key);
      return other !== undefined && equal(value, other, visited);
    })
  );
}
