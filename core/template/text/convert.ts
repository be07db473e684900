import {
  GoMap,
  GoNumber,
  GoObject,
  GoSlice,
  type GoType,
  type GoValue,
  type NumberKind,
  typeName,
} from '../value/index.ts';
import type { Execution, Result } from './execution.ts';
import type { Literal, Operand } from './node.ts';

/** The type of arguments that functions of Go's own take as they are. */
export const ANY_RESULT: GoType = 'reflect.Value';
const ANY: GoType = 'interface {}';

/** Whether nil may stand for a value of the type. */
export function canBeNil(type: GoType): boolean {
  return type === ANY || type === ANY_RESULT || /^(?:\[\]|map\[|\*|func\()/.test(type);
}

/** The nil of a type that has one. */
export function nilOf(type: GoType): Result {
  if (type.startsWith('[]')) {
    return new GoSlice(type.slice(2), [], true);
  }
  if (type.startsWith('map[string]')) {
    return new GoMap(type.slice('map[string]'.length), new Map<string, GoValue>(), true);
  }
  return type === ANY_RESULT ? undefined : null;
}

/** The value as an argument of the type, or Go's complaint. */
export function toType(run: Execution, value: Result, type: GoType): Result {
  if (type === ANY_RESULT) {
    return value;
  }
  if (value === undefined) {
    return canBeNil(type) ? nilOf(type) : run.fail(`invalid value; expected ${type}`);
  }
  if (type === ANY || typeName(value) === type) {
    return value;
  }
  if (value instanceof GoObject && value.type === `*${type}`) {
    return value;
  }
  const got = value === null ? ANY : typeName(value);
  return run.fail(`wrong type for value; expected ${type}; got ${got}`);
}

/** A constant where its type is not asked for. */
export function idealConstant(run: Execution, node: Literal): GoValue {
  if (node.kind !== 'number') {
    return node.value;
  }
  if (node.complex !== undefined) {
    return node.complex;
  }
  if (node.isFloat && node.float !== undefined) {
    return node.float;
  }
  return isInt64(node.integer) ? node.integer : run.fail(`${node.source} overflows int`);
}

function isInt64(integer: bigint | undefined): integer is bigint {
  return integer !== undefined && BigInt.asIntN(64, integer) === integer;
}

/** What may stand for a value of a type in a template; the types functions of templates take. */
const LITERAL_KINDS: Readonly<Record<string, 'string' | 'bool' | 'float' | NumberKind>> = {
  string: 'string',
  bool: 'bool',
  float64: 'float',
  int: 'int',
  int8: 'int8',
  int16: 'int16',
  int32: 'int32',
  int64: 'int64',
  uint: 'uint',
  uint8: 'uint8',
  uint16: 'uint16',
  uint32: 'uint32',
  uint64: 'uint64',
  'sprig.HashAlgorithm': 'string',
  'time.Duration': 'int64',
  'time.Month': 'int',
  'time.Weekday': 'int',
};

/** A constant as an argument of the type, or Go's complaint. */
export function constantOfType(run: Execution, node: Literal, type: GoType): GoValue {
  if (type === ANY || type === ANY_RESULT) {
    return idealConstant(run, node);
  }
  const kind = LITERAL_KINDS[type];
  if (kind === undefined) {
    return run.fail(`can't handle ${node.source} for arg of type ${type}`);
  }
  return kind === 'string' || kind === 'bool' || kind === 'float'
    ? plainConstant(run, node, kind)
    : integerOfType(run, node, { type, kind });
}

function plainConstant(run: Execution, node: Literal, kind: 'string' | 'bool' | 'float'): GoValue {
  if (kind === 'float') {
    const float = node.kind === 'number' ? node.float : undefined;
    return float ?? expected(run, kind, node);
  }
  return node.kind === kind ? node.value : expected(run, kind, node);
}

function expected(run: Execution, what: string, node: Operand): never {
  return run.fail(`expected ${what}; found ${node.source}`);
}

interface IntegerType {
  readonly type: GoType;
  readonly kind: NumberKind;
}

function integerOfType(run: Execution, node: Literal, { type, kind }: IntegerType): GoValue {
  const integer = node.kind === 'number' ? node.integer : undefined;
  if (kind.startsWith('u')) {
    return integer === undefined || integer < 0n
      ? expected(run, 'unsigned integer', node)
      : new GoNumber(kind, BigInt.asUintN(widthOf(kind), integer), type);
  }
  if (!isInt64(integer)) {
    return expected(run, 'integer', node);
  }
  return type === 'int' ? integer : new GoNumber(kind, BigInt.asIntN(widthOf(kind), integer), type);
}

function widthOf(kind: NumberKind): number {
  return Number(/\d+$/.exec(kind)?.[0] ?? 64);
}
