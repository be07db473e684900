import { defineFunction, type TemplateFunction } from '../value/index.ts';
import { castToFloat64 } from './cast.ts';
import { addDecimals, decimalOf, divideDecimals, multiplyDecimals, toFloat } from './decimal.ts';

/** Sprig's fractions: arithmetic through decimals, rounding through floats. */
export const FLOAT_NUMBERS: readonly TemplateFunction[] = [
  defineFunction({
    name: 'add1f',
    parameters: ['interface {}'],
    call: ([value]) => toFloat(addDecimals(decimalOf(castToFloat64(value)), decimalOf(1))),
  }),
  defineFunction({
    name: 'addf',
    parameters: [],
    variadic: 'interface {}',
    call: (values) =>
      toFloat(
        values.map((value) => decimalOf(castToFloat64(value))).reduce(addDecimals, decimalOf(0)),
      ),
  }),
  decimals('subf', (left, right) =>
    addDecimals(left, { value: -right.value, exponent: right.exponent }),
  ),
  decimals('mulf', multiplyDecimals),
  decimals('divf', divideDecimals),
  chosen('maxf', greater),
  chosen('minf', (left, right) => -greater(-left, -right)),
  rounding('floor', Math.floor),
  rounding('ceil', Math.ceil),
  defineFunction({
    name: 'round',
    parameters: ['interface {}', 'int'],
    variadic: 'float64',
    call: ([value, places, roundOn = 0.5]) => round(castToFloat64(value), places, roundOn),
  }),
];

type Decimal = ReturnType<typeof decimalOf>;

function decimals(
  name: string,
  operate: (left: Decimal, right: Decimal) => Decimal,
): TemplateFunction {
  return defineFunction({
    name,
    parameters: ['interface {}'],
    variadic: 'interface {}',
    call: ([first, ...rest], { budget }) =>
      toFloat(
        rest.reduce<Decimal>(
          (result, value) => {
            budget.spend(1);
            return operate(result, decimalOf(castToFloat64(value)));
          },
          decimalOf(castToFloat64(first)),
        ),
      ),
  });
}

function chosen(name: string, choose: (left: number, right: number) => number): TemplateFunction {
  return defineFunction({
    name,
    parameters: ['interface {}'],
    variadic: 'interface {}',
    call: ([first, ...rest]) => rest.map(castToFloat64).reduce(choose, castToFloat64(first)),
  });
}

/** math.Max: infinity wins, even over NaN. */
function greater(left: number, right: number): number {
  return left === Infinity || right === Infinity ? Infinity : Math.max(left, right);
}

function rounding(name: string, operate: (value: number) => number): TemplateFunction {
  return defineFunction({
    name,
    parameters: ['interface {}'],
    call: ([value]) => operate(castToFloat64(value)),
  });
}

function round(value: number, places: bigint, roundOn: number): number {
  const power = powerOfTen(Number(places));
  const digit = power * value;
  const fraction = Number.isFinite(digit) ? digit - Math.trunc(digit) : NaN;
  return (fraction >= roundOn ? Math.ceil(digit) : Math.floor(digit)) / power;
}

/** math.Pow(10, y) for a whole y, by Go's own steps: the last digit decides how halves are rounded. */
function powerOfTen(exponent: number): number {
  if (Math.abs(exponent) > 400) {
    return exponent < 0 ? 0 : Infinity;
  }
  let mantissa = 1;
  let power = 0;
  let square = 0.625;
  let squarePower = 4;
  for (let rest = Math.abs(exponent); rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) {
      mantissa *= square;
      power += squarePower;
    }
    square *= square;
    squarePower *= 2;
    if (square < 0.5) {
      square += square;
      squarePower -= 1;
    }
  }
  return exponent < 0 ? scaled(1 / mantissa, -power) : scaled(mantissa, power);
}

/** mantissa × 2^power, in two steps so that neither is out of range. */
function scaled(mantissa: number, power: number): number {
  const half = Math.trunc(power / 2);
  return mantissa * 2 ** half * 2 ** (power - half);
}
