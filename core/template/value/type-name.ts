import type { GoNumber, GoType, GoValue } from './go-value.ts';

/** What reflect calls the kinds of Go's types. */
export type GoKind =
  | 'invalid'
  | 'bool'
  | 'string'
  | 'float64'
  | 'complex128'
  | 'slice'
  | 'map'
  | 'struct'
  | 'ptr'
  | GoNumber['kind'];

type ScalarKind = 'string' | 'int' | 'float64' | 'bool';

/** The type of a value as %T prints it; `<nil>` for nil without a type. */
export function typeName(value: GoValue): GoType {
  if (typeof value === 'object') {
    return value === null ? '<nil>' : value.type;
  }
  return scalarKind(value);
}

/** The kind of a value as reflect prints it; `invalid` for nil without a type. */
export function kindName(value: GoValue): GoKind {
  if (typeof value !== 'object') {
    return scalarKind(value);
  }
  if (value === null) {
    return 'invalid';
  }
  if ('kind' in value) {
    return value.kind;
  }
  return 'items' in value ? 'slice' : 'map';
}

function scalarKind(value: string | bigint | number | boolean): ScalarKind {
  if (typeof value === 'string') {
    return 'string';
  }
  if (typeof value === 'bigint') {
    return 'int';
  }
  return typeof value === 'number' ? 'float64' : 'bool';
}
