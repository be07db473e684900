import { MODIFIER_NAMES } from './modifier-names.ts';
import { parsePrettyOptions, prettyJson, uglyJson } from './pretty.ts';
import { quoteJson } from './quote.ts';
import { parseRoot } from './scan.ts';
import { entriesOf, isTruthy } from './entries.ts';
import { isValidJson } from './valid.ts';
import { exists, isArray, isObject, type JsonValue, stringOf } from './value.ts';

export type Modifier = (
  json: string,
  argument: string,
  evaluate: (json: string, path: string) => JsonValue,
) => string;

const MODIFIERS: Readonly<Record<string, Modifier>> = {
  this: (json) => json,
  ugly: (json) => uglyJson(json),
  pretty: (json, argument) => prettyJson(json, parsePrettyOptions(argument)),
  valid: (json) => (isValidJson(json) ? json : ''),
  tostr: (json) => quoteJson(json),
  fromstr: (json) => (isValidJson(json) ? stringOf(parseRoot(json)) : ''),
  reverse,
  flatten,
  join,
  keys,
  values,
  group,
  dig: (json, argument, evaluate) => {
    const found = descend(parseRoot(json), (value) => evaluate(value.raw, argument));
    return `[${found.map((value) => value.raw).join(',')}]`;
  },
};

export function modifierNamed(name: string): Modifier | undefined {
  return MODIFIER_NAMES.has(name) ? MODIFIERS[name] : undefined;
}

function reverse(json: string): string {
  const root = parseRoot(json);
  const entries = [...entriesOf(root)].reverse();
  if (isArray(root)) {
    return `[${entries.map((entry) => entry.value.raw).join(',')}]`;
  }
  if (isObject(root)) {
    return `{${entries.map((entry) => `${entry.key.raw}:${entry.value.raw}`).join(',')}}`;
  }
  return json;
}

function hasOption(argument: string, option: string): boolean {
  return (
    argument !== '' &&
    entriesOf(parseRoot(argument)).some(
      (entry) => stringOf(entry.key) === option && isTruthy(entry.value),
    )
  );
}

function flatten(json: string, argument: string): string {
  const root = parseRoot(json);
  if (!isArray(root)) {
    return json;
  }
  const deep = hasOption(argument, 'deep');
  const items = entriesOf(root).map(({ value }) => {
    if (!isArray(value)) {
      return value.raw;
    }
    return unwrap(deep ? flatten(value.raw, argument) : value.raw);
  });
  return `[${items
    .map((item) => item.trim())
    .filter((item) => item !== '')
    .join(',')}]`;
}

function unwrap(json: string): string {
  return json.trim().slice(1, -1);
}

/** One object out of an array of objects; a later value takes an earlier one's place, unless `preserve` keeps both. */
function join(json: string, argument: string): string {
  const root = parseRoot(json);
  if (!isArray(root)) {
    return json;
  }
  const objects = entriesOf(root)
    .map((entry) => entry.value)
    .filter((value) => isObject(value));
  if (hasOption(argument, 'preserve')) {
    return `{${objects.map((object) => unwrap(object.raw)).join(',')}}`;
  }
  const merged = new Map<string, { readonly key: string; value: string }>();
  for (const { key, value } of objects.flatMap((object) => entriesOf(object))) {
    const known = merged.get(stringOf(key));
    merged.set(stringOf(key), { key: known?.key ?? key.raw, value: value.raw });
  }
  return `{${[...merged.values()].map(({ key, value }) => `${key}:${value}`).join(',')}}`;
}

function keys(json: string): string {
  const root = parseRoot(json);
  if (!exists(root)) {
    return '[]';
  }
  const names = entriesOf(root).map(({ key }) => (isObject(root) ? key.raw : 'null'));
  return `[${names.join(',')}]`;
}

function values(json: string): string {
  const root = parseRoot(json);
  if (isArray(root)) {
    return json;
  }
  return `[${entriesOf(root)
    .map(({ value }) => value.raw)
    .join(',')}]`;
}

/** `{"a":[1,2],"b":[3]}` becomes `[{"a":1,"b":3},{"a":2}]`. */
function group(json: string): string {
  const root = parseRoot(json);
  if (!isObject(root)) {
    return '';
  }
  const rows: string[][] = [];
  for (const { key, value } of entriesOf(root)) {
    for (const [index, item] of (isArray(value) ? entriesOf(value) : []).entries()) {
      (rows[index] ??= []).push(`${key.raw}:${item.value.raw}`);
    }
  }
  return `[${rows.map((row) => `{${row.join(',')}}`).join(',')}]`;
}

/** Each level is read again for the one above it; deeper than this nobody nests, and it would take for ever. */
const MAX_DEPTH = 1000;

function descend(
  value: JsonValue,
  find: (value: JsonValue) => JsonValue,
  depth = 0,
): readonly JsonValue[] {
  if (depth > MAX_DEPTH) {
    throw new RangeError('nested too deeply');
  }
  const found = find(value);
  const entries = value.type === 'json' ? entriesOf(value) : [];
  const below = entries.flatMap((entry) => descend(entry.value, find, depth + 1));
  return exists(found) ? [found, ...below] : below;
}
