import { isObject } from '../../runtime/index.ts';
import { memberPath } from '../structural/path.ts';
import type { StructuralSchema } from '../structural/schema.ts';

/** An object inside another, and the schema it has there. */
export interface Place {
  readonly path: string;
  readonly schema: StructuralSchema;
  readonly value: Readonly<Record<string, unknown>>;
}

type Wanted = (schema: StructuralSchema) => boolean;

function membersOf(
  schema: StructuralSchema,
  value: Readonly<Record<string, unknown>>,
  path: string,
  wanted: Wanted,
): readonly Place[] {
  return Object.entries(value).flatMap(([name, member]) => {
    const child = schema.properties?.[name];
    return child === undefined ? [] : findPlaces(child, member, memberPath(path, name), wanted);
  });
}

/** Every object below `value` whose schema is wanted, the outermost of nested ones. */
export function findPlaces(
  schema: StructuralSchema,
  value: unknown,
  path: string,
  wanted: Wanted,
): readonly Place[] {
  if (Array.isArray(value)) {
    const { items } = schema;
    return items === undefined
      ? []
      : value.flatMap((item, index) => findPlaces(items, item, `${path}[${index}]`, wanted));
  }
  if (!isObject(value)) {
    return [];
  }
  return wanted(schema) ? [{ path, schema, value }] : membersOf(schema, value, path, wanted);
}
