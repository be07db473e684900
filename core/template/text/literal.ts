import { quote } from '../fmt/index.ts';
import { type ByteString, fromRune, isValidRune, runeAt } from '../value/index.ts';

export type Literal<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly message: ByteString };

const SIMPLE_ESCAPES: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  '\\': 0x5c,
};

type Escape = { readonly byte: number } | { readonly codePoint: number };

const ESCAPE =
  /\\(?:x([0-9a-fA-F]{2})|([0-7]{3})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([abfnrtv\\'"]))/y;

const INVALID = { ok: false, message: 'invalid syntax' } as const;

/** One escape sequence of Go at `at`; the quote that may be escaped is the one around the literal. */
function escapeAt(
  text: ByteString,
  at: number,
  quoteMark: string,
): { readonly escape: Escape; readonly end: number } | undefined {
  ESCAPE.lastIndex = at;
  const match = ESCAPE.exec(text);
  if (match === null) {
    return undefined;
  }
  const escape = escapeOf(match, quoteMark);
  return escape === undefined ? undefined : { escape, end: at + match[0].length };
}

function escapeOf(match: RegExpExecArray, quoteMark: string): Escape | undefined {
  const [, hex, octal, short, long, simple] = match;
  if (simple !== undefined) {
    const byte = simple === quoteMark ? quoteMark.charCodeAt(0) : SIMPLE_ESCAPES[simple];
    return byte === undefined ? undefined : { byte };
  }
  const codePoint = short ?? long;
  if (codePoint !== undefined) {
    const value = Number.parseInt(codePoint, 16);
    return isValidRune(value) ? { codePoint: value } : undefined;
  }
  const byte = hex === undefined ? Number.parseInt(octal ?? '', 8) : Number.parseInt(hex, 16);
  return byte > 0xff ? undefined : { byte };
}

/** A string in double or back quotes, quotes included. */
export function parseString(quoted: ByteString): Literal<ByteString> {
  if (quoted.startsWith('`')) {
    return { ok: true, value: quoted.slice(1, -1).replaceAll('\r', '') };
  }
  const end = quoted.length - 1;
  let value = '';
  for (let at = 1; at < end;) {
    const backslash = quoted.indexOf('\\', at);
    if (backslash < 0) {
      value += quoted.slice(at, end);
      break;
    }
    const found = escapeAt(quoted, backslash, '"');
    if (found === undefined || found.end > end) {
      return INVALID;
    }
    value += quoted.slice(at, backslash) + escapeBytes(found.escape);
    at = found.end;
  }
  return { ok: true, value };
}

function escapeBytes(escape: Escape): ByteString {
  return 'byte' in escape ? String.fromCharCode(escape.byte) : fromRune(escape.codePoint);
}

/** A character constant is its code point. */
export function parseCharacter(quoted: ByteString): Literal<number> {
  const first = quoted.charAt(1);
  if (first === "'") {
    return INVALID;
  }
  const found =
    first === '\\'
      ? escapeAt(quoted, 1, "'")
      : { escape: undefined, end: 1 + runeAt(quoted, 1).width };
  if (found === undefined) {
    return INVALID;
  }
  if (found.end !== quoted.length - 1) {
    return { ok: false, message: `malformed character constant: ${quoted}` };
  }
  return { ok: true, value: characterCode(found.escape) ?? runeAt(quoted, 1).rune };
}

function characterCode(escape: Escape | undefined): number | undefined {
  if (escape === undefined) {
    return undefined;
  }
  return 'byte' in escape ? escape.byte : escape.codePoint;
}

export interface NumberValue {
  /** Within 64 bits, signed or unsigned; undefined when it is no integer. */
  readonly integer: bigint | undefined;
  readonly float: number;
  /** Written as a float: without a type of its own it is one. */
  readonly isFloat: boolean;
}

const MAX_UINT64 = 2n ** 64n - 1n;
const MIN_INT64 = -(2n ** 63n);

const INTEGER =
  /^([+-]?)(0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|0(?:_?[0-7])*|[1-9](?:_?[0-9])*)$/;
const FLOAT =
  /^[+-]?(?:[0-9](?:_?[0-9])*\.?(?:[0-9](?:_?[0-9])*)?|\.[0-9](?:_?[0-9])*)(?:[eE][+-]?[0-9](?:_?[0-9])*)?$/;
const HEX_FLOAT =
  /^([+-]?)0[xX](_?[0-9a-fA-F](?:_?[0-9a-fA-F])*)?(?:\.([0-9a-fA-F](?:_?[0-9a-fA-F])*)?)?[pP]([+-]?[0-9](?:_?[0-9])*)$/;

/** A number as Go's constants are: an integer of any base, or a float when it has a point or an exponent. */
export function parseNumber(text: ByteString): Literal<NumberValue> {
  if (text.endsWith('i')) {
    return { ok: false, message: `complex number ${quote(text)} is not served by this version` };
  }
  const match = INTEGER.exec(text);
  const integer = match === null ? undefined : integerOf(match[1] === '-', match[2] ?? '');
  if (integer !== undefined && integer >= MIN_INT64 && integer <= MAX_UINT64) {
    return { ok: true, value: { integer, float: Number(integer), isFloat: isFloatText(text) } };
  }
  const float = floatOf(text);
  if (float === undefined || !Number.isFinite(float)) {
    return { ok: false, message: `illegal number syntax: ${quote(text)}` };
  }
  if (!/[.eEpP]/.test(text)) {
    return { ok: false, message: `integer overflow: ${quote(text)}` };
  }
  return { ok: true, value: { integer: wholeOf(float), float, isFloat: isFloatText(text) } };
}

/** Go decides by its looks; a hexadecimal integer may hold an e, but not behind a sign. */
function isFloatText(text: ByteString): boolean {
  const isHexInteger = /^0[xX]./.test(text) && !/[pP]/.test(text);
  return !isHexInteger && /[.eEpP]/.test(text);
}

function integerOf(negative: boolean, digits: string): bigint {
  const plain = digits.replaceAll('_', '').replace(/^0(?=[0-7])/, '0o');
  return negative ? -BigInt(plain) : BigInt(plain);
}

function floatOf(text: ByteString): number | undefined {
  const hex = HEX_FLOAT.exec(text);
  if (hex !== null) {
    return hexFloat(hex);
  }
  return FLOAT.test(text) ? Number(text.replaceAll('_', '')) : undefined;
}

/** Longer ones are out of range, or written to be so. */
const LONGEST_EXPONENT = 12;

function hexFloat([, sign, whole = '', fraction = '', exponent = '0']: RegExpExecArray):
  number | undefined {
  const digits = `${whole}${fraction}`.replaceAll('_', '');
  if (digits === '' || exponent.length > LONGEST_EXPONENT) {
    return undefined;
  }
  const power = Number(exponent.replaceAll('_', '')) - 4 * fraction.replaceAll('_', '').length;
  const mantissa = Number(BigInt(`0x${digits}`));
  const value = mantissa * 2 ** Math.max(power, -1000) * 2 ** Math.min(power + 1000, 0);
  return sign === '-' ? -value : value;
}

function wholeOf(float: number): bigint | undefined {
  return Number.isInteger(float) && float >= -(2 ** 63) && float < 2 ** 64
    ? BigInt(float)
    : undefined;
}
