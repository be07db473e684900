import type { ByteString } from '../value/index.ts';

const DECIMAL = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
const HEX = /^([+-]?)0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?[0-9]+)$/;
const SPECIAL = new Map([
  ['inf', Infinity],
  ['infinity', Infinity],
  ['nan', NaN],
]);

/** strconv.ParseFloat of 64 bits; undefined where Go gives an error, also for numbers out of range. */
export function parseFloat64(text: ByteString): number | undefined {
  const special = specialValue(text);
  if (special !== undefined) {
    return special;
  }
  const digits = withoutUnderscores(text);
  if (digits === undefined) {
    return undefined;
  }
  const value = DECIMAL.test(digits) ? Number(digits) : hexValue(digits);
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}

function specialValue(text: ByteString): number | undefined {
  const [, sign = '', name = ''] = /^([+-]?)([a-zA-Z]+)$/.exec(text) ?? [];
  const value = SPECIAL.get(name.toLowerCase());
  if (value === undefined || (Number.isNaN(value) && sign !== '')) {
    return undefined;
  }
  return sign === '-' ? -value : value;
}

/** Underscores part digits only; one may follow the prefix of a base. */
function withoutUnderscores(text: ByteString): string | undefined {
  if (!text.includes('_')) {
    return text;
  }
  const hex = /^[+-]?0[xX]/.exec(text)?.[0];
  const body = text.slice(hex?.length ?? 0);
  const digit = hex === undefined ? '[0-9]' : '[0-9a-fA-F]';
  const first = hex === undefined ? '(?<![0-9])_' : '(?<![0-9a-fA-F]|^)_';
  const wrong = new RegExp(`${first}|_(?!${digit})`);
  return wrong.test(body) ? undefined : text.replaceAll('_', '');
}

function hexValue(text: string): number | undefined {
  const [, sign, whole = '', fraction = '', exponent = '0'] = HEX.exec(text) ?? [];
  const digits = whole + fraction;
  if (sign === undefined || digits === '') {
    return undefined;
  }
  const value = scaled(BigInt(`0x${digits}`), Number(exponent) - 4 * fraction.length);
  return sign === '-' ? -value : value;
}

/** mantissa × 2^exponent, rounded once, halves to even. */
function scaled(mantissa: bigint, exponent: number): number {
  const length = mantissa.toString(2).length;
  if (mantissa === 0n || length + exponent < -1080) {
    return 0;
  }
  if (length + exponent > 1024) {
    return Infinity;
  }
  const least = Math.max(exponent + length - 53, -1074);
  const shift = least - exponent;
  return shift <= 0 ? timesPower(mantissa, exponent) : timesPower(rounded(mantissa, shift), least);
}

function rounded(mantissa: bigint, shift: number): bigint {
  const bits = BigInt(shift);
  const kept = mantissa >> bits;
  const rest = mantissa - (kept << bits);
  const half = 1n << (bits - 1n);
  return rest > half || (rest === half && kept % 2n === 1n) ? kept + 1n : kept;
}

/** Exact: the mantissa has 53 bits at most, and the power goes in two steps where one would be out of range. */
function timesPower(mantissa: bigint, exponent: number): number {
  const half = Math.trunc(exponent / 2);
  return Number(mantissa) * 2 ** half * 2 ** (exponent - half);
}
