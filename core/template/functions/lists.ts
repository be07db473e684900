import {
  anySlice,
  type Budget,
  defineFunction,
  FunctionError,
  GoSlice,
  type GoValue,
  stringSlice,
  type TemplateFunction,
} from '../value/index.ts';
import { castToInt64 } from './cast.ts';
import { itemsOf } from './items-of.ts';
import { textOf, textsOf } from './text-of.ts';

/** Sprig's lists made and cut. Every one of them gives a new list. */
export const LISTS: readonly TemplateFunction[] = [
  ...['list', 'tuple'].map((name) =>
    defineFunction({
      name,
      parameters: [],
      variadic: 'interface {}',
      call: (values) => anySlice([...values]),
    }),
  ),
  ...['append', 'push'].flatMap((name) =>
    withMust(name, (list, value, budget) =>
      anySlice([...itemsOf(list, (kind) => `Cannot push on type ${kind}`, budget), value]),
    ),
  ),
  ...withMust('prepend', (list, value, budget) =>
    anySlice([value, ...itemsOf(list, (kind) => `Cannot prepend on type ${kind}`, budget)]),
  ),
  ...ofList('first', 'Cannot find first on type', (items) => items[0] ?? null),
  ...ofList('last', 'Cannot find last on type', (items) => items.at(-1) ?? null),
  ...ofList('rest', 'Cannot find rest on type', (items) => part(items, items.slice(1))),
  ...ofList('initial', 'Cannot find initial on type', (items) => part(items, items.slice(0, -1))),
  ...ofList('reverse', 'Cannot find reverse on type', (items) => anySlice(items.toReversed())),
  ...['slice', 'mustSlice'].map((name) =>
    defineFunction({
      name,
      parameters: ['interface {}'],
      variadic: 'interface {}',
      call: ([list, ...indices], { budget }) => sliced(list, indices.map(castToInt64), budget),
    }),
  ),
  ...['chunk', 'mustChunk'].map((name) =>
    defineFunction({
      name,
      parameters: ['int', 'interface {}'],
      call: ([size, list], { budget }) =>
        chunked(
          itemsOf(list, (kind) => `Cannot chunk type ${kind}`, budget),
          size,
        ),
    }),
  ),
  defineFunction({
    name: 'concat',
    parameters: [],
    variadic: 'interface {}',
    call: (lists, { budget }) => {
      const items = lists.flatMap((list) =>
        itemsOf(list, (kind) => `Cannot concat type ${kind} as list`, budget),
      );
      return new GoSlice('interface {}', items, items.length === 0);
    },
  }),
  defineFunction({
    name: 'sortAlpha',
    parameters: ['interface {}'],
    call: ([list], { budget }) =>
      stringSlice(list instanceof GoSlice ? textsOf(list, budget).sort() : [textOf(list, budget)]),
  }),
];

function withMust(
  name: string,
  operate: (list: GoValue, value: GoValue, budget: Budget) => GoSlice,
): TemplateFunction[] {
  return [name, mustName(name)].map((each) =>
    defineFunction({
      name: each,
      parameters: ['interface {}', 'interface {}'],
      call: ([list, value], { budget }) => operate(list, value, budget),
    }),
  );
}

function mustName(name: string): string {
  return `must${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
}

function ofList(
  name: string,
  refusal: string,
  operate: (items: readonly GoValue[]) => GoValue,
): TemplateFunction[] {
  return [name, mustName(name)].map((each) =>
    defineFunction({
      name: each,
      parameters: ['interface {}'],
      call: ([list], { budget }) => operate(itemsOf(list, (kind) => `${refusal} ${kind}`, budget)),
    }),
  );
}

/** Of an empty list there is no part, which is nil. */
function part(items: readonly GoValue[], kept: GoValue[]): GoSlice {
  return new GoSlice('interface {}', kept, items.length === 0);
}

function sliced(list: GoValue, indices: readonly bigint[], budget: Budget): GoValue {
  const items = itemsOf(
    list,
    (kind) => `list should be type of slice or array but ${kind}`,
    budget,
  );
  if (items.length === 0 || !(list instanceof GoSlice)) {
    return null;
  }
  const length = BigInt(items.length);
  const [start = 0n, end = length] = indices;
  if (start < 0n || end < start || end > length) {
    throw new FunctionError('reflect.Value.Slice: slice index out of bounds');
  }
  return new GoSlice(list.elementType, items.slice(Number(start), Number(end)));
}

function chunked(items: readonly GoValue[], size: bigint): GoSlice {
  const length = Number(size);
  const count = length === 0 ? NaN : Math.floor((items.length - 1) / length) + 1;
  if (!(count >= 0) || (length < 0 && count > 0)) {
    throw new FunctionError('runtime error: makeslice: len out of range');
  }
  const chunks = Array.from({ length: count }, (_, index) =>
    anySlice(items.slice(index * length, (index + 1) * length)),
  );
  return new GoSlice('[]interface {}', chunks);
}
