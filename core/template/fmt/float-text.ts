import {
  type Binary,
  binaryOf,
  type Decimal,
  roundToDigits,
  roundToPlaces,
  shortestDecimal,
} from './decimal.ts';

export type FloatFormat = 'b' | 'e' | 'E' | 'f' | 'g' | 'G' | 'x' | 'X';

/**
 * strconv.FormatFloat: as Go writes a float, with -1 for the fewest digits that read back. Not finite: `NaN`, `+Inf`,
 * `-Inf`.
 */
export function floatText(
  value: number,
  format: FloatFormat,
  precision = -1,
  bits: 32 | 64 = 64,
): string {
  if (!Number.isFinite(value)) {
    return Number.isNaN(value) ? 'NaN' : `${value > 0 ? '+' : '-'}Inf`;
  }
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  return sign + magnitudeText(Math.abs(value), format, precision, bits);
}

function magnitudeText(
  value: number,
  format: FloatFormat,
  precision: number,
  bits: 32 | 64,
): string {
  switch (format) {
    case 'b':
      return binaryText(binaryOf(value, bits));
    case 'x':
      return hexText(value, precision);
    case 'X':
      return hexText(value, precision).toUpperCase();
    case 'e':
    case 'E':
      return exponentText(exponentDigits(value, precision, bits), precision, format);
    case 'f':
      return precision < 0
        ? fixedText(shortestDecimal(value, bits), -1)
        : fixedText(roundToPlaces(value, precision), precision);
    case 'g':
    case 'G':
      return generalText(value, precision, format, bits);
  }
}

function exponentDigits(value: number, precision: number, bits: 32 | 64): Decimal {
  return precision < 0 ? shortestDecimal(value, bits) : roundToDigits(value, precision + 1);
}

/** d.ddde±dd; precision -1 takes the digits as they are. */
function exponentText({ digits, point }: Decimal, precision: number, mark: 'e' | 'E'): string {
  const places = precision < 0 ? digits.length - 1 : precision;
  const fraction = places > 0 ? `.${digits.slice(1).padEnd(places, '0')}` : '';
  const exponent = digits === '' ? 0 : point - 1;
  return `${digits[0] ?? '0'}${fraction}${mark}${signed(exponent)}`;
}

function signed(exponent: number): string {
  return `${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** ddd.ddd; precision -1 takes the digits as they are. */
function fixedText({ digits, point }: Decimal, precision: number): string {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0';
  const places = precision < 0 ? Math.max(digits.length - point, 0) : precision;
  if (places === 0) {
    return whole;
  }
  const after = point > 0 ? digits.slice(point) : '0'.repeat(Math.min(-point, places)) + digits;
  return `${whole}.${after.slice(0, places).padEnd(places, '0')}`;
}

function generalText(value: number, precision: number, format: 'g' | 'G', bits: 32 | 64): string {
  const decimal =
    precision < 0
      ? shortestDecimal(value, bits)
      : roundToDigits(value, precision === 0 ? 1 : precision);
  const { digits, point } = decimal;
  const exponent = point - 1;
  const threshold = precision < 0 ? 6 : exponentThreshold(Math.max(precision, 1), decimal);
  return exponent < -4 || exponent >= threshold
    ? exponentText(decimal, Math.max(digits.length - 1, 0), format === 'g' ? 'e' : 'E')
    : fixedText(decimal, -1);
}

function exponentThreshold(precision: number, { digits, point }: Decimal): number {
  return precision > digits.length && digits.length >= point ? digits.length : precision;
}

function binaryText({ mantissa, exponent }: Binary): string {
  return `${mantissa}p${exponent < 0 ? '' : '+'}${exponent}`;
}

const TOP = 60n;

/** 0x1.hhhp±dd */
function hexText(value: number, precision: number): string {
  if (value === 0) {
    return `0x0${precision > 0 ? `.${'0'.repeat(precision)}` : ''}p+00`;
  }
  let { mantissa, exponent } = binaryOf(value, 64);
  exponent += 52;
  mantissa <<= TOP - 52n;
  while ((mantissa & (1n << TOP)) === 0n) {
    mantissa <<= 1n;
    exponent -= 1;
  }
  if (precision >= 0 && precision < 15) {
    mantissa = roundHex(mantissa, BigInt(precision) * 4n);
    if ((mantissa & (1n << (TOP + 1n))) !== 0n) {
      mantissa >>= 1n;
      exponent += 1;
    }
  }
  const digits = (mantissa & ((1n << TOP) - 1n)).toString(16).padStart(15, '0').replace(/0+$/, '');
  const fraction = precision < 0 ? digits : digits.padEnd(precision, '0');
  return `0x${mantissa >> TOP}${fraction === '' ? '' : `.${fraction}`}p${signed(exponent)}`;
}

function roundHex(mantissa: bigint, shift: bigint): bigint {
  const extra = (mantissa << shift) & ((1n << TOP) - 1n);
  const kept = mantissa >> (TOP - shift);
  const up = (extra | (kept & 1n)) > 1n << (TOP - 1n) ? 1n : 0n;
  return (kept + up) << (TOP - shift);
}
