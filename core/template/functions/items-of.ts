import { type Budget, FunctionError, GoSlice, type GoValue, kindName } from '../value/index.ts';

/** What Go's runtime says where the type of an untyped nil is asked for. */
export const NIL_DEREFERENCE = 'runtime error: invalid memory address or nil pointer dereference';

/** The items of a list of any type; everything else is refused by its kind. */
export function itemsOf(
  value: GoValue,
  refusal: (kind: string) => string,
  budget: Budget,
): GoValue[] {
  if (value === null) {
    throw new FunctionError(NIL_DEREFERENCE);
  }
  if (!(value instanceof GoSlice)) {
    throw new FunctionError(refusal(kindName(value)));
  }
  budget.spend(value.items.length);
  return value.items;
}
