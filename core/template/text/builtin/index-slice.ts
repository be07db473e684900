import {
  FunctionError,
  GoMap,
  GoNumber,
  GoObject,
  GoSlice,
  type GoType,
  type GoValue,
  typeName,
} from '../../value/index.ts';
import type { Callable } from '../compiler.ts';
import { ANY_RESULT, canBeNil, nilOf } from '../convert.ts';
import type { Result } from '../execution.ts';

/** An index as a number; the length itself is let through, as Go has it. */
function indexArgument(index: Result, length: number): number {
  if (index === undefined || index === null) {
    throw new FunctionError('cannot index slice/array with nil');
  }
  const value = index instanceof GoNumber ? index.value : index;
  if (typeof value !== 'bigint') {
    throw new FunctionError(`cannot index slice/array with type ${typeName(index)}`);
  }
  const position = BigInt.asIntN(64, value);
  if (position < 0n || position > length) {
    throw new FunctionError(`index out of range: ${position}`);
  }
  return Number(position);
}

function mapKey(key: Result): string {
  if (key === undefined || key === null) {
    throw new FunctionError('value is nil; should be of type string');
  }
  if (typeof key !== 'string') {
    throw new FunctionError(`value has type ${typeName(key)}; should be string`);
  }
  return key;
}

/** `index item key…`: the members one below the other. A missing map key is the zero of the map's values. */
function indexOf(item: Result, keys: readonly Result[]): Result {
  if (item === undefined || item === null) {
    throw new FunctionError('index of untyped nil');
  }
  return keys.reduce((value, key) => indexOnce(value, key), item);
}

function indexOnce(value: Result, key: Result): Result {
  if (value === null || value === undefined) {
    throw new FunctionError('index of nil pointer');
  }
  if (typeof value === 'string') {
    return new GoNumber('uint8', BigInt(at(value, key, 'string').charCodeAt(0)));
  }
  if (value instanceof GoSlice) {
    return at(value.items, key, 'slice');
  }
  if (value instanceof GoMap) {
    const entry = value.entries.get(mapKey(key));
    return entry === undefined ? zeroOf(value.valueType) : entry;
  }
  throw new FunctionError(`can't index item of type ${pointedType(value)}`);
}

function at<Item>(list: ArrayLike<Item>, key: Result, kind: 'string' | 'slice'): Item {
  const item = list[indexArgument(key, list.length)];
  if (item === undefined) {
    throw new FunctionError(`reflect: ${kind} index out of range`);
  }
  return item;
}

function pointedType(value: GoValue): GoType {
  return value instanceof GoObject ? value.type.replace(/^\*/, '') : typeName(value);
}

const ZEROS: Readonly<Record<string, GoValue>> = { string: '', bool: false, int: 0n, float64: 0 };

function zeroOf(type: GoType): Result {
  return canBeNil(type) ? nilOf(type) : (ZEROS[type] ?? null);
}

/** `slice item from to`, of a string or a slice. */
function sliceOf(item: Result, indexes: readonly Result[]): GoValue {
  if (item === undefined || item === null) {
    throw new FunctionError('slice of untyped nil');
  }
  if (indexes.length > 3) {
    throw new FunctionError(`too many slice indexes: ${indexes.length}`);
  }
  if (typeof item === 'string') {
    if (indexes.length === 3) {
      throw new FunctionError('cannot 3-index slice a string');
    }
    return item.slice(...bounds(indexes, item.length));
  }
  if (item instanceof GoSlice) {
    return new GoSlice(item.elementType, item.items.slice(...bounds(indexes, item.items.length)));
  }
  throw new FunctionError(`can't slice item of type ${pointedType(item)}`);
}

function bounds(indexes: readonly Result[], length: number): readonly [number, number] {
  const [from = 0, to = length, capacity] = indexes.map((index) => indexArgument(index, length));
  if (from > to) {
    throw new FunctionError(`invalid slice index: ${from} > ${to}`);
  }
  if (capacity !== undefined && to > capacity) {
    throw new FunctionError(`invalid slice index: ${to} > ${capacity}`);
  }
  return [from, to];
}

function lengthOf(item: Result): bigint {
  if (item === undefined) {
    throw new FunctionError('reflect: call of reflect.Value.Type on zero Value');
  }
  if (item === null) {
    throw new FunctionError('len of nil pointer');
  }
  if (typeof item === 'string') {
    return BigInt(item.length);
  }
  if (item instanceof GoSlice) {
    return BigInt(item.items.length);
  }
  if (item instanceof GoMap) {
    return BigInt(item.entries.size);
  }
  throw new FunctionError(`len of type ${pointedType(item)}`);
}

export const INDEXING: readonly Callable[] = [
  {
    name: 'index',
    parameters: [ANY_RESULT],
    variadic: ANY_RESULT,
    call: ([item, ...keys]) => indexOf(item, keys),
  },
  {
    name: 'slice',
    parameters: [ANY_RESULT],
    variadic: ANY_RESULT,
    call: ([item, ...indexes]) => sliceOf(item, indexes),
  },
  { name: 'len', parameters: [ANY_RESULT], call: ([item]) => lengthOf(item) },
];
