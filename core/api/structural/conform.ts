import type { Finding, Parsed } from '../finding.ts';
import { memberPath } from './path.ts';
import { checkScalar, jsonType } from './scalar.ts';
import type { Json, StructuralSchema } from './schema.ts';

export interface ConformOptions {
  /** `prune` drops fields the schema does not know, as the API server does; `refuse` reports them. */
  readonly unknownFields: 'prune' | 'refuse';
  /** Also apply the defaults that ESO applies only in code. The API server does not. */
  readonly assumed: boolean;
}

interface Walk extends ConformOptions {
  readonly report: (path: string, message: string) => void;
}

type JsonObject = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function defaultOf(schema: StructuralSchema, walk: Walk): Json | undefined {
  return schema.default ?? (walk.assumed ? schema.assumed : undefined);
}

function checkCount(schema: StructuralSchema, value: JsonObject, path: string, walk: Walk): void {
  const count = Object.keys(value).length;
  if (count < (schema.minProperties ?? 0)) {
    walk.report(path, `needs at least ${schema.minProperties ?? 0} of its fields`);
  }
  if (count > (schema.maxProperties ?? Infinity)) {
    walk.report(
      path,
      `may have at most ${schema.maxProperties ?? 0} of its fields, has ${Object.keys(value).join(', ')}`,
    );
  }
  for (const { members, atLeastOne } of schema.choices ?? []) {
    const present = members.filter((member) => value[member] !== undefined);
    if (present.length > 1 || (atLeastOne && present.length === 0)) {
      const many = atLeastOne ? 'exactly one' : 'at most one';
      walk.report(path, `${many} of the fields in [${members.join(' ')}] must be set`);
    }
  }
}

function conformField(
  [name, schema]: readonly [string, StructuralSchema],
  owner: JsonObject,
  path: string,
  walk: Walk,
): unknown {
  // The API server drops null where the schema does not allow it, then applies the default.
  const given = Object.hasOwn(owner, name) ? owner[name] : undefined;
  const value = given === undefined || given === null ? defaultOf(schema, walk) : given;
  const stated = given !== undefined && given !== null;
  if (value === undefined) {
    return undefined;
  }
  return stated || typeof value === 'object' ? conformValue(schema, value, path, walk) : value;
}

function unknownFields(
  schema: StructuralSchema,
  value: JsonObject,
  path: string,
  walk: Walk,
): Readonly<Record<string, unknown>> {
  const known = schema.properties ?? {};
  const foreign = Object.entries(value).filter(([name]) => !Object.hasOwn(known, name));
  if (schema.preserveUnknown === true) {
    return Object.fromEntries(foreign);
  }
  const { additionalProperties: values } = schema;
  if (values !== undefined) {
    return Object.fromEntries(
      foreign
        .filter(([, member]) => member !== null)
        .map(([name, member]) => [
          name,
          conformValue(values, member, memberPath(path, name), walk),
        ]),
    );
  }
  if (walk.unknownFields === 'refuse') {
    for (const [name] of foreign) {
      walk.report(memberPath(path, name), 'unknown field');
    }
  }
  return {};
}

function conformObject(
  schema: StructuralSchema,
  value: JsonObject,
  path: string,
  walk: Walk,
): unknown {
  const known = Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const member = conformField([name, field], value, memberPath(path, name), walk);
    return member === undefined ? [] : [[name, member] as const];
  });
  const result = { ...Object.fromEntries(known), ...unknownFields(schema, value, path, walk) };
  for (const name of schema.required ?? []) {
    if (!Object.hasOwn(result, name)) {
      walk.report(memberPath(path, name), 'required');
    }
  }
  checkCount(schema, result, path, walk);
  return result;
}

function conformArray(
  schema: StructuralSchema,
  value: readonly unknown[],
  path: string,
  walk: Walk,
): unknown {
  const { items } = schema;
  if (value.length < (schema.minItems ?? 0)) {
    walk.report(path, `needs at least ${schema.minItems ?? 0} items`);
  }
  return items === undefined
    ? value
    : value.map((item, index) => conformValue(items, item, `${path}[${index}]`, walk));
}

function conformValue(schema: StructuralSchema, value: unknown, path: string, walk: Walk): unknown {
  if (schema.type === 'object' && isObject(value)) {
    return conformObject(schema, value, path, walk);
  }
  if (schema.type === 'array' && Array.isArray(value)) {
    return conformArray(schema, value, path, walk);
  }
  const problem =
    schema.type === 'object' || schema.type === 'array'
      ? `must be ${schema.type === 'object' ? 'an object' : 'a list'}, is ${jsonType(value)}`
      : checkScalar(schema, value);
  if (problem !== undefined) {
    walk.report(path, problem);
  }
  return value;
}

/** The one place where checked input takes its type: conform() has just compared it with the schema of that type. */
function takeType<T>(_schema: StructuralSchema<T>, value: unknown): asserts value is T {
  void value;
}

/**
 * Compares `raw` with the schema and gives a copy with every default applied, or every place where it does not fit.
 * Follows the API server: unknown fields as `options` says, null counts as absent in objects.
 */
export function conform<T>(
  schema: StructuralSchema<T>,
  raw: unknown,
  options: ConformOptions,
): Parsed<T> {
  const findings: Finding[] = [];
  const value = conformValue(schema, raw, '', {
    ...options,
    report: (path, message) => {
      findings.push({ id: 'SPA-S000', severity: 'error', path, message });
    },
  });
  if (findings.length > 0) {
    return { ok: false, findings };
  }
  takeType(schema, value);
  return { ok: true, value };
}
