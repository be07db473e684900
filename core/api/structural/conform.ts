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

function checkChoices(
  { choices = [] }: StructuralSchema,
  value: JsonObject,
  path: string,
  walk: Walk,
): void {
  for (const { members, atLeastOne, message } of choices) {
    const present = members.filter((member) => value[member] !== undefined);
    if (present.length > 1 || (atLeastOne && present.length === 0)) {
      walk.report(path, message);
    }
  }
}

function checkCount(
  { minProperties = 0, maxProperties = Infinity }: StructuralSchema,
  value: JsonObject,
  path: string,
  walk: Walk,
): void {
  const names = Object.keys(value);
  if (names.length < minProperties) {
    walk.report(path, `needs at least ${minProperties} of its fields`);
  }
  if (names.length > maxProperties) {
    walk.report(path, `may have at most ${maxProperties} of its fields, has ${names.join(', ')}`);
  }
}

function conformField(
  [name, schema]: readonly [string, StructuralSchema],
  owner: JsonObject,
  path: string,
  walk: Walk,
): unknown {
  // The API server drops null where the schema does not allow it, then applies the default.
  const given = Object.hasOwn(owner, name) ? (owner[name] ?? undefined) : undefined;
  if (given !== undefined) {
    return conformValue(schema, given, path, walk);
  }
  const assumed = defaultOf(schema, walk);
  // A default is not checked: '' stands for absence where no valid name could. Objects get their members' defaults.
  return isObject(assumed) ? conformValue(schema, assumed, path, walk) : assumed;
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
  checkChoices(schema, result, path, walk);
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

/** The one place where checked input takes its type: conform() has just found nothing wrong with it. */
function fits<T>(
  _schema: StructuralSchema<T>,
  _value: unknown,
  findings: readonly Finding[],
): _value is T {
  return findings.length === 0;
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
  return fits(schema, value, findings) ? { ok: true, value } : { ok: false, findings };
}
