import { sprintf } from '../../fmt/index.ts';
import {
  type Budget,
  deepEqual,
  type FunctionContext,
  FunctionError,
  GoComplex,
  GoMap,
  GoNumber,
  GoObject,
  GoSlice,
  type GoValue,
  kindName,
  toText,
  typeName,
} from '../../value/index.ts';
import type { Callable } from '../compiler.ts';
import { ANY_RESULT } from '../convert.ts';

type BasicKind = 'bool' | 'int' | 'uint' | 'float' | 'complex' | 'string';

/** The kind that comparisons go by; undefined for what has no order. */
function basicKind(value: GoValue): BasicKind | undefined {
  if (value instanceof GoComplex) {
    return 'complex';
  }
  if (typeof value === 'object') {
    return value instanceof GoNumber ? numberKind(value) : undefined;
  }
  return SCALAR_KINDS[typeof value];
}

const SCALAR_KINDS: Readonly<Partial<Record<string, BasicKind>>> = {
  string: 'string',
  bigint: 'int',
  number: 'float',
  boolean: 'bool',
};

function numberKind({ kind }: GoNumber): BasicKind {
  if (kind.startsWith('u')) {
    return 'uint';
  }
  return kind === 'float32' ? 'float' : 'int';
}

/** What a number, string or bool is compared by; 64-bit integers of either sign compare as what they are. */
function plain(value: GoValue): GoValue | bigint | number {
  return value instanceof GoNumber ? value.value : value;
}

function isInteger(kind: BasicKind | undefined): boolean {
  return kind === 'int' || kind === 'uint';
}

function areEqual(left: GoValue, right: GoValue, budget: Budget): boolean {
  const kind = basicKind(left);
  const otherKind = basicKind(right);
  if (kind !== undefined && (kind === otherKind || (isInteger(kind) && isInteger(otherKind)))) {
    return left instanceof GoComplex ? deepEqual(left, right) : plain(left) === plain(right);
  }
  if (kind !== otherKind) {
    return left === null || right === null ? false : incompatible(left, right);
  }
  return areSame(left, right, budget);
}

function incompatible(left: GoValue, right: GoValue): never {
  const types = `${typeName(left)} and ${typeName(right)}`;
  throw new FunctionError(`incompatible types for comparison: ${types}`);
}

/** Whether two values that have no order are the same; most cannot be compared. */
function areSame(left: GoValue, right: GoValue, budget: Budget): boolean {
  if (left === null || right === null) {
    return isNil(left) && isNil(right);
  }
  if (kindName(left) !== kindName(right)) {
    const values = [left, typeName(left), typeName(right), right];
    throw new FunctionError(toText(sprintf('non-comparable types %s: %v, %s: %v', values, budget)));
  }
  if (isNil(left) || isNil(right)) {
    return isNil(left) && isNil(right);
  }
  return areSameObjects(left, right, budget);
}

function areSameObjects(left: GoValue, right: GoValue, budget: Budget): boolean {
  if (right instanceof GoSlice || right instanceof GoMap) {
    const values = [right, typeName(right)];
    throw new FunctionError(toText(sprintf('non-comparable type %s: %v', values, budget)));
  }
  return left instanceof GoObject && left.kind === 'ptr' ? left === right : deepEqual(left, right);
}

function isNil(value: GoValue): boolean {
  return value === null || ((value instanceof GoSlice || value instanceof GoMap) && value.isNil);
}

function isLess(left: GoValue, right: GoValue): boolean {
  const kind = basicKind(left);
  const otherKind = basicKind(right);
  if (kind === undefined || otherKind === undefined) {
    throw new FunctionError('invalid type for comparison');
  }
  if (kind !== otherKind && !(isInteger(kind) && isInteger(otherKind))) {
    return incompatible(left, right);
  }
  if (kind === 'bool' || kind === 'complex') {
    throw new FunctionError('invalid type for comparison');
  }
  return isBelow(plain(left), plain(right));
}

function isBelow(left: GoValue, right: GoValue): boolean {
  return left !== null && right !== null && left < right;
}

function isLessOrEqual(left: GoValue, right: GoValue, { budget }: FunctionContext): boolean {
  return isLess(left, right) || areEqual(left, right, budget);
}

function comparison(
  name: string,
  compare: (left: GoValue, right: GoValue, context: FunctionContext) => boolean,
): Callable {
  return {
    name,
    parameters: [ANY_RESULT, ANY_RESULT],
    call: ([left = null, right = null], context) => compare(left, right, context),
  };
}

const EQ: Callable = {
  name: 'eq',
  parameters: [ANY_RESULT],
  variadic: ANY_RESULT,
  call: ([first = null, ...others], { budget }) => {
    if (others.length === 0) {
      throw new FunctionError('missing argument for comparison');
    }
    return others.some((other) => areEqual(first, other ?? null, budget));
  },
};

export const COMPARISONS: readonly Callable[] = [
  EQ,
  comparison('ne', (left, right, { budget }) => !areEqual(left, right, budget)),
  comparison('lt', isLess),
  comparison('le', isLessOrEqual),
  comparison('gt', (left, right, context) => !isLessOrEqual(left, right, context)),
  comparison('ge', (left, right) => !isLess(left, right)),
];
