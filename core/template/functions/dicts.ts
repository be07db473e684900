import {
  anyMap,
  anySlice,
  type Budget,
  type ByteString,
  defineFunction,
  FunctionError,
  GoMap,
  type GoValue,
  stringSlice,
  type TemplateFunction,
  typeName,
} from '../value/index.ts';
import { textOf } from './text-of.ts';

const ANY_MAP = 'map[string]interface {}';

/** Sprig's dictionaries. `set` and `unset` change the one they are given; keys and values come sorted by key. */
export const DICTS: readonly TemplateFunction[] = [
  defineFunction({
    name: 'dict',
    parameters: [],
    variadic: 'interface {}',
    call: (pairs, { budget }) => dictionary(pairs, budget),
  }),
  defineFunction({
    name: 'get',
    parameters: [ANY_MAP, 'string'],
    call: ([map, key]) => {
      const value = map.entries.get(key);
      return value === undefined ? '' : value;
    },
  }),
  defineFunction({
    name: 'set',
    parameters: [ANY_MAP, 'string', 'interface {}'],
    call: ([map, key, value]) => {
      if (map.isNil) {
        throw new FunctionError('assignment to entry in nil map');
      }
      map.entries.set(key, value);
      return map;
    },
  }),
  defineFunction({
    name: 'unset',
    parameters: [ANY_MAP, 'string'],
    call: ([map, key]) => {
      map.entries.delete(key);
      return map;
    },
  }),
  defineFunction({
    name: 'hasKey',
    parameters: [ANY_MAP, 'string'],
    call: ([map, key]) => map.entries.has(key),
  }),
  defineFunction({
    name: 'pluck',
    parameters: ['string'],
    variadic: ANY_MAP,
    call: ([key, ...maps]) =>
      anySlice(maps.map(({ entries }) => entries.get(key)).filter((value) => value !== undefined)),
  }),
  defineFunction({
    name: 'keys',
    parameters: [],
    variadic: ANY_MAP,
    call: (maps, { budget }) => {
      budget.spend(maps.reduce((sum, { entries }) => sum + entries.size, 0));
      return stringSlice(maps.flatMap((map) => map.sortedKeys()));
    },
  }),
  defineFunction({
    name: 'values',
    parameters: [ANY_MAP],
    call: ([map], { budget }) => {
      budget.spend(map.entries.size);
      return anySlice(map.sortedKeys().map((key) => map.entries.get(key) ?? null));
    },
  }),
  selection('pick', (isNamed) => isNamed),
  selection('omit', (isNamed) => !isNamed),
  defineFunction({
    name: 'dig',
    parameters: [],
    variadic: 'interface {}',
    call: (args) => {
      const map = args.at(-1);
      const fallback = args.at(-2);
      if (map === undefined || fallback === undefined || args.length < 3) {
        throw new FunctionError('dig needs at least three arguments');
      }
      return dug(map, args.slice(0, -2), fallback);
    },
  }),
];

function dictionary(pairs: readonly GoValue[], budget: Budget): GoMap {
  const entries = new Map<ByteString, GoValue>();
  for (let index = 0; index < pairs.length; index += 2) {
    const value = pairs[index + 1];
    entries.set(textOf(pairs[index] ?? null, budget), value === undefined ? '' : value);
  }
  return anyMap(entries);
}

function selection(name: string, keeps: (isNamed: boolean) => boolean): TemplateFunction {
  return defineFunction({
    name,
    parameters: [ANY_MAP],
    variadic: 'string',
    call: ([map, ...keys], { budget }) => {
      budget.spend(map.entries.size);
      const named = new Set(keys);
      return anyMap(new Map([...map.entries].filter(([key]) => keeps(named.has(key)))));
    },
  });
}

/** What lies at the end of the keys; the fallback where one is missing. */
function dug(map: GoValue, keys: readonly GoValue[], fallback: GoValue): GoValue {
  const root = assertMap(map);
  const path = keys.map(assertString);
  const last = path.pop() ?? '';
  let current = root;
  for (const key of path) {
    const next = current.entries.get(key);
    if (next === undefined) {
      return fallback;
    }
    current = assertMap(next);
  }
  const found = current.entries.get(last);
  return found === undefined ? fallback : found;
}

function assertMap(value: GoValue): GoMap {
  if (value instanceof GoMap && value.type === ANY_MAP) {
    return value;
  }
  throw notOfType(value, ANY_MAP);
}

function assertString(value: GoValue): ByteString {
  if (typeof value === 'string') {
    return value;
  }
  throw notOfType(value, 'string');
}

/** What Go's runtime says of a type assertion that does not hold. */
function notOfType(value: GoValue, type: string): FunctionError {
  const name = value === null ? 'nil' : typeName(value);
  return new FunctionError(`interface conversion: interface {} is ${name}, not ${type}`);
}
