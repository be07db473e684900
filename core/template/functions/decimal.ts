import { FunctionError } from '../value/index.ts';

/** A number of exact decimal digits: value × 10^exponent. */
export interface Decimal {
  readonly value: bigint;
  readonly exponent: number;
}

/** Places after the point that a division keeps. */
const DIVISION_PLACES = 16;

/** The decimal with the fewest digits that is the same float64. */
export function decimalOf(value: number): Decimal {
  if (!Number.isFinite(value)) {
    const name = Number.isNaN(value) ? 'NaN' : `${value > 0 ? '+' : '-'}Inf`;
    throw new FunctionError(`Cannot create a Decimal from ${name}`);
  }
  const [mantissa = '0', exponent = '0'] = value.toExponential().split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  return { value: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}

/** The nearest float64. */
export function toFloat({ value, exponent }: Decimal): number {
  return Number(`${value}e${exponent}`);
}

function rescaled({ value, exponent }: Decimal, to: number): bigint {
  return value * 10n ** BigInt(exponent - to);
}

export function addDecimals(left: Decimal, right: Decimal): Decimal {
  const exponent = Math.min(left.exponent, right.exponent);
  return { value: rescaled(left, exponent) + rescaled(right, exponent), exponent };
}

export function multiplyDecimals(left: Decimal, right: Decimal): Decimal {
  return { value: left.value * right.value, exponent: left.exponent + right.exponent };
}

/** Rounded to 16 places, halves away from zero. */
export function divideDecimals(left: Decimal, right: Decimal): Decimal {
  if (right.value === 0n) {
    throw new FunctionError('decimal division by 0');
  }
  const shift = left.exponent - right.exponent + DIVISION_PLACES;
  const dividend = shift > 0 ? left.value * 10n ** BigInt(shift) : left.value;
  const divisor = shift < 0 ? right.value * 10n ** BigInt(-shift) : right.value;
  const quotient = dividend / divisor;
  const remainder = absolute(dividend % divisor) * 2n;
  const step = dividend < 0n === divisor < 0n ? 1n : -1n;
  return {
    value: remainder < absolute(divisor) ? quotient : quotient + step,
    exponent: -DIVISION_PLACES,
  };
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}
