import { isObject, type JsonObject } from '../../runtime/index.ts';
import type { Finding, Parsed } from '../finding.ts';
import { memberPath } from './path.ts';
import { checkScalar, type Problem, typeProblem } from './scalar.ts';
import type { Json, StructuralSchema } from './schema.ts';

export interface ConformOptions {
  /** `prune` drops fields the schema does not know, as the API server does; `refuse` reports them. */
  readonly unknownFields: 'prune' | 'refuse';
  /** Also apply the defaults that ESO applies only in code. The API server does not. */
  readonly assumed: boolean;
}

interface Walk extends ConformOptions {
  readonly report: (path: string, problem: Problem) => void;
}

type Members = Readonly<Record<string, unknown>>;

function defaultOf(schema: StructuralSchema, walk: Walk): Json | undefined {
  return schema.default ?? (walk.assumed ? schema.assumed : undefined);
}

export function tooFew(limit: number, what: 'fields' | 'items'): Problem {
  return { id: 'SPA-S007', message: `needs at least ${limit} of its ${what}` };
}

export function tooMany(limit: number, names: readonly string[]): Problem {
  return {
    id: 'SPA-S007',
    message: `may have at most ${limit} of its fields, has ${names.toSorted().join(', ')}`,
  };
}

function statedNames(value: JsonObject): readonly string[] {
  return Object.keys(value).filter((name) => value[name] !== null && value[name] !== undefined);
}

/** A stranger that is reported anyway is enough not to call the object empty, and not enough to call it full. */
function checkMembers(
  schema: StructuralSchema,
  value: JsonObject,
  walk: Walk,
): Problem | undefined {
  const { minProperties = 0, maxProperties = Infinity, choices = [] } = schema;
  const all = statedNames(value);
  const names = all.filter((name) => Object.hasOwn(schema.properties ?? {}, name));
  const least = walk.unknownFields === 'refuse' ? all : names;
  if (least.length < minProperties) {
    return tooFew(minProperties, 'fields');
  }
  if (names.length > maxProperties) {
    return tooMany(maxProperties, names);
  }
  const broken = choices.find(({ members, atLeastOne }) => {
    const count = members.filter((member) => names.includes(member)).length;
    return count > 1 || (atLeastOne && count === 0);
  });
  return broken === undefined ? undefined : { id: 'SPA-S007', message: broken.message };
}

function conformField(schema: StructuralSchema, given: unknown, path: string, walk: Walk): unknown {
  // The API server drops null where the schema does not allow it, then applies the default.
  if (given !== undefined && given !== null) {
    return conformValue(schema, given, path, walk);
  }
  const assumed = defaultOf(schema, walk);
  // A default is not checked: '' stands for absence where no valid name could. Objects get their members' defaults.
  return isObject(assumed) ? conformValue(schema, assumed, path, walk) : assumed;
}

/** By loops: this walk is most of what an admission costs. */
function knownMembers(
  schema: StructuralSchema,
  value: JsonObject,
  path: string,
  walk: Walk,
): Members {
  const members: Record<string, unknown> = {};
  const known = schema.properties ?? {};
  for (const name of Object.keys(known)) {
    const field = known[name];
    const given = Object.hasOwn(value, name) ? value[name] : undefined;
    const isAbsent = given === undefined || given === null;
    if (field !== undefined && !(isAbsent && defaultOf(field, walk) === undefined)) {
      const member = conformField(field, given, memberPath(path, name), walk);
      if (member !== undefined) {
        members[name] = member;
      }
    }
  }
  return members;
}

function foreignMembers(
  schema: StructuralSchema,
  value: JsonObject,
  path: string,
  walk: Walk,
): Members {
  const known = schema.properties ?? {};
  const names = Object.keys(value).filter((name) => !Object.hasOwn(known, name));
  if (names.length === 0) {
    return {};
  }
  const foreign = names.map((name) => [name, value[name]] as const);
  if (schema.preserveUnknown === true) {
    return Object.fromEntries(foreign);
  }
  const { additionalProperties: values } = schema;
  if (values !== undefined) {
    return Object.fromEntries(
      foreign.flatMap(([name, given]) => {
        const member = conformField(values, given, memberPath(path, name), walk);
        return member === undefined ? [] : [[name, member]];
      }),
    );
  }
  if (walk.unknownFields === 'refuse') {
    for (const [name] of foreign) {
      walk.report(memberPath(path, name), { id: 'SPA-S001', message: 'unknown field' });
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
  const result = {
    ...foreignMembers(schema, value, path, walk),
    ...knownMembers(schema, value, path, walk),
  };
  const problem = checkMembers(schema, value, walk);
  if (problem !== undefined) {
    walk.report(path, problem);
  }
  const stated = statedNames(value);
  const lacking = (schema.required ?? []).filter((name) => !Object.hasOwn(result, name));
  for (const name of lacking.filter((absent) => !stated.includes(absent))) {
    walk.report(memberPath(path, name), { id: 'SPA-S002', message: 'required' });
  }
  return problem === undefined && lacking.length === 0 ? result : undefined;
}

function conformArray(
  schema: StructuralSchema,
  value: readonly unknown[],
  path: string,
  walk: Walk,
): unknown {
  const { items, minItems = 0 } = schema;
  if (value.length < minItems) {
    walk.report(path, tooFew(minItems, 'items'));
    return undefined;
  }
  return items === undefined
    ? value
    : value
        .map((item, index) => conformValue(items, item, `${path}[${index}]`, walk))
        .filter((item) => item !== undefined);
}

/** The value with defaults, without what does not fit; undefined when it does not fit itself. */
function conformValue(schema: StructuralSchema, value: unknown, path: string, walk: Walk): unknown {
  const { type } = schema;
  if (type === 'object' && isObject(value)) {
    return conformObject(schema, value, path, walk);
  }
  if (type === 'array' && Array.isArray(value)) {
    return conformArray(schema, value, path, walk);
  }
  const problem =
    type === 'object' || type === 'array' ? typeProblem([type], value) : checkScalar(schema, value);
  if (problem === undefined) {
    return value;
  }
  walk.report(path, problem);
  return undefined;
}

export interface Salvaged<T> {
  readonly findings: readonly Finding[];
  /** What of the input fits, defaults applied; undefined when too little of it does. */
  readonly value: T | undefined;
}

/** The one place where checked input takes its type: the walk keeps nothing that does not fit the schema. */
function fits<T>(_schema: StructuralSchema<T>, value: unknown): value is T {
  return value !== undefined;
}

/** Like conform, but keeps the part that fits, so that rules can speak about it in the same breath. */
export function salvage<T>(
  schema: StructuralSchema<T>,
  raw: unknown,
  options: ConformOptions,
): Salvaged<T> {
  const findings: Finding[] = [];
  const value = conformValue(schema, raw, '', {
    ...options,
    report: (path, problem) => {
      findings.push({ severity: 'error', path, ...problem });
    },
  });
  return { findings, value: fits(schema, value) ? value : undefined };
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
  const { findings, value } = salvage(schema, raw, options);
  return findings.length === 0 && value !== undefined
    ? { ok: true, value }
    : { ok: false, findings };
}
