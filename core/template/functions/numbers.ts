import { printed } from '../fmt/index.ts';
import { defineFunction, FunctionError, int64, type TemplateFunction } from '../value/index.ts';
import { castToInt64, castToFloat64 } from './cast.ts';
import { parseInt64 } from './parse-int.ts';

/** Sprig's whole numbers: conversions and int64 arithmetic that wraps. */
export const NUMBERS: readonly TemplateFunction[] = [
  defineFunction({
    name: 'atoi',
    parameters: ['string'],
    call: ([text]) => parseInt64(text, 10).value,
  }),
  defineFunction({
    name: 'int',
    parameters: ['interface {}'],
    call: ([value]) => castToInt64(value),
  }),
  defineFunction({
    name: 'int64',
    parameters: ['interface {}'],
    call: ([value]) => int64(castToInt64(value)),
  }),
  defineFunction({
    name: 'float64',
    parameters: ['interface {}'],
    call: ([value]) => castToFloat64(value),
  }),
  defineFunction({
    name: 'toDecimal',
    parameters: ['interface {}'],
    call: ([value], { budget }) => {
      const parsed = parseInt64(printed(value, budget), 8);
      return int64(parsed.ok ? parsed.value : 0n);
    },
  }),
  defineFunction({
    name: 'add1',
    parameters: ['interface {}'],
    call: ([value]) => int64(castToInt64(value) + 1n),
  }),
  defineFunction({
    name: 'add',
    parameters: [],
    variadic: 'interface {}',
    call: (values) => int64(values.reduce<bigint>((sum, value) => sum + castToInt64(value), 0n)),
  }),
  defineFunction({
    name: 'mul',
    parameters: ['interface {}'],
    variadic: 'interface {}',
    call: (values) =>
      int64(
        values.reduce<bigint>(
          (product, value) => BigInt.asIntN(64, product * castToInt64(value)),
          1n,
        ),
      ),
  }),
  ofTwo('sub', (left, right) => left - right),
  ofTwo('div', (left, right) => left / divisor(right)),
  ofTwo('mod', (left, right) => left % divisor(right)),
  ...['max', 'biggest'].map((name) => chosen(name, (value, best) => value > best)),
  chosen('min', (value, best) => value < best),
];

function ofTwo(name: string, operate: (left: bigint, right: bigint) => bigint): TemplateFunction {
  return defineFunction({
    name,
    parameters: ['interface {}', 'interface {}'],
    call: ([left, right]) => int64(operate(castToInt64(left), castToInt64(right))),
  });
}

function divisor(value: bigint): bigint {
  if (value === 0n) {
    throw new FunctionError('runtime error: integer divide by zero');
  }
  return value;
}

function chosen(
  name: string,
  isBetter: (value: bigint, best: bigint) => boolean,
): TemplateFunction {
  return defineFunction({
    name,
    parameters: ['interface {}'],
    variadic: 'interface {}',
    call: ([first, ...rest]) =>
      int64(
        rest
          .map(castToInt64)
          .reduce((best, value) => (isBetter(value, best) ? value : best), castToInt64(first)),
      ),
  });
}
