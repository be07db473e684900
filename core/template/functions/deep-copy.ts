import {
  type Budget,
  FunctionError,
  GoMap,
  GoObject,
  GoSlice,
  type GoValue,
} from '../value/index.ts';

const DEEPEST = 1000;

/** The value with copies of all lists and maps in it. */
export function deepCopy(value: GoValue, budget: Budget): GoValue {
  if (value === null) {
    throw new FunctionError('reflect: call of reflect.Value.Type on zero Value');
  }
  return copied(value, budget, 0);
}

function copied(value: GoValue, budget: Budget, depth: number): GoValue {
  if (depth > DEEPEST) {
    throw new FunctionError('the value is nested too deep to be copied');
  }
  budget.spend(1);
  if (value instanceof GoSlice) {
    const items = value.items.map((item) => copied(item, budget, depth + 1));
    return new GoSlice(value.elementType, items, value.isNil);
  }
  if (value instanceof GoMap) {
    const entries = [...value.entries].map(([key, item]): [string, GoValue] => [
      key,
      copied(item, budget, depth + 1),
    ]);
    return new GoMap(value.valueType, new Map(entries), value.isNil);
  }
  return value instanceof GoObject ? value.copied() : value;
}
