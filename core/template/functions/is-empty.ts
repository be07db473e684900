import { type GoValue, isTrue } from '../value/index.ts';

/** Sprig's empty: the zero number, nothing in it, false or nil. A struct never is. */
export function isEmpty(value: GoValue): boolean {
  return !isTrue(value);
}
