import { GoNumber, type GoType, type GoValue } from './go-value.ts';

/** What reflect calls the kinds of Go's types. */
export type GoKind =
  'invalid' | 'bool' | 'string' | 'float64' | 'slice' | 'map' | 'struct' | 'ptr' | GoNumber['kind'];

/** The type of a value as %T prints it; `<nil>` for nil without a type. */
export function typeName(value: GoValue): GoType {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'bigint':
      return 'int';
    case 'number':
      return 'float64';
    case 'boolean':
      return 'bool';
    default:
      return value === null ? '<nil>' : value.type;
  }
}

/** The kind of a value as reflect prints it; `invalid` for nil without a type. */
export function kindName(value: GoValue): GoKind {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'bigint':
      return 'int';
    case 'number':
      return 'float64';
    case 'boolean':
      return 'bool';
    default:
      return value === null ? 'invalid' : objectKind(value);
  }
}

function objectKind(value: Extract<GoValue, object>): GoKind {
  if ('kind' in value) {
    return value.kind;
  }
  return 'items' in value ? 'slice' : 'map';
}
