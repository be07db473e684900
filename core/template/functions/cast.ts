import { type ByteString, GoNumber, type GoValue } from '../value/index.ts';
import { parseFloat64 } from './parse-float.ts';
import { parseIntLiteral } from './parse-int.ts';

const OUT_OF_RANGE = -(2n ** 63n);

/** Any value as an int64, as Sprig's functions of whole numbers take it: what is no number is 0. */
export function castToInt64(value: GoValue): bigint {
  if (typeof value === 'bigint') {
    return value;
  }
  if (typeof value === 'number') {
    return truncated(value);
  }
  if (typeof value === 'boolean') {
    return value ? 1n : 0n;
  }
  if (typeof value === 'string') {
    return intOfText(value);
  }
  return value instanceof GoNumber ? intOfNumber(value) : 0n;
}

/** A float64 without its fraction; what no int64 holds is the least one, as on amd64. */
export function truncated(value: number): bigint {
  const inRange = value >= -(2 ** 63) && value < 2 ** 63;
  return inRange ? BigInt(Math.trunc(value)) : OUT_OF_RANGE;
}

function intOfText(text: ByteString): bigint {
  const { value, ok } = parseIntLiteral(text.replace(/\.0+$/, ''));
  return ok ? value : 0n;
}

function intOfNumber(number: GoNumber): bigint {
  if (!isPlain(number)) {
    return 0n;
  }
  return typeof number.value === 'number'
    ? truncated(number.value)
    : BigInt.asIntN(64, number.value);
}

/** Named types are numbers to the casts only when they are of the calendar. */
function isPlain(number: GoNumber): boolean {
  return (
    number.type === number.kind || number.type === 'time.Month' || number.type === 'time.Weekday'
  );
}

/** Any value as a float64; what is no number is 0. */
export function castToFloat64(value: GoValue): number {
  if (typeof value === 'string') {
    return parseFloat64(value) ?? 0;
  }
  if (typeof value === 'object') {
    return value instanceof GoNumber && isPlain(value) ? Number(value.value) : 0;
  }
  return Number(value);
}
