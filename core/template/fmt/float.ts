import type { ByteString } from '../value/index.ts';
import type { Flags } from './flags.ts';
import { type FloatFormat, floatText } from './float-text.ts';
import { pad, padding, padWithSpaces } from './pad.ts';

const FORMATS: Readonly<Record<string, readonly [FloatFormat, number]>> = {
  v: ['g', -1],
  b: ['b', -1],
  g: ['g', -1],
  G: ['G', -1],
  x: ['x', -1],
  X: ['X', -1],
  f: ['f', 6],
  F: ['f', 6],
  e: ['e', 6],
  E: ['E', 6],
};

/** A float under a verb; undefined when the verb is none for floats. */
export function formatFloat(
  value: number,
  verb: ByteString,
  flags: Flags,
  bits: 32 | 64 = 64,
): ByteString | undefined {
  const known = FORMATS[verb];
  if (known === undefined) {
    return undefined;
  }
  const [format, defaultPrecision] = known;
  const precision = flags.precision ?? defaultPrecision;
  const text = floatText(Math.abs(value), format, precision, bits);
  const sign = signOf(value, flags);
  if (!Number.isFinite(value)) {
    return padWithSpaces(sign + text.replace('+', ''), flags);
  }
  return place(sign, flags.sharp ? withPoint(text, format, precision) : text, flags);
}

function signOf(value: number, flags: Flags): string {
  if (value < 0 || Object.is(value, -0)) {
    return '-';
  }
  if (flags.plus) {
    return '+';
  }
  if (flags.space) {
    return ' ';
  }
  return value === Infinity ? '+' : '';
}

/** Zeros go between the sign and the digits. */
function place(sign: string, text: string, flags: Flags): ByteString {
  if (sign !== '' && flags.zero && !flags.minus && flags.width !== undefined) {
    return sign + padding(flags.width - sign.length - text.length, flags) + text;
  }
  return pad(sign + text, flags);
}

/** What # asks for: always a point, and for %g all the digits of the precision. */
function withPoint(text: string, format: FloatFormat, precision: number): string {
  if (format === 'b') {
    return text;
  }
  const mark = format === 'x' || format === 'X' ? /[pP]/ : /[eE]/;
  const cut = text.search(mark);
  const number = cut < 0 ? text : text.slice(0, cut);
  const pointed = number.includes('.') ? number : `${number}.`;
  const zeros = missingDigits(number, format, precision);
  return pointed + '0'.repeat(Math.max(zeros, 0)) + (cut < 0 ? '' : text.slice(cut));
}

function missingDigits(number: string, format: FloatFormat, precision: number): number {
  if (format !== 'g' && format !== 'G' && format !== 'x') {
    return 0;
  }
  const significant = number.replace('.', '').replace(/^0+/, '').length;
  return (precision < 0 ? 6 : precision) - Math.max(significant, number === '0' ? 1 : 0);
}
