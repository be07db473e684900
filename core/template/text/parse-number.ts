import { quote } from '../fmt/index.ts';
import { type ByteString, GoComplex } from '../value/index.ts';
import type { Literal } from './literal.ts';

/** All that a number can be, as Go's untyped constants are. */
export interface NumberValue {
  /** Within 64 bits, signed or unsigned; undefined when it is no integer. */
  readonly integer: bigint | undefined;
  /** Undefined when it has an imaginary part. */
  readonly float: number | undefined;
  /** Written as a float: without a type of its own it is one. */
  readonly isFloat: boolean;
  /** Written with an i: without a type of its own it is this. */
  readonly complex: GoComplex | undefined;
}

const MAX_UINT64 = 2n ** 64n - 1n;
const MIN_INT64 = -(2n ** 63n);

const INTEGER =
  /^([+-]?)(0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|0(?:_?[0-7])*|[1-9](?:_?[0-9])*)$/;
const FLOAT =
  /^[+-]?(?:[0-9](?:_?[0-9])*\.?(?:[0-9](?:_?[0-9])*)?|\.[0-9](?:_?[0-9])*)(?:[eE][+-]?[0-9](?:_?[0-9])*)?$/;
const HEX_FLOAT =
  /^([+-]?)0[xX](_?[0-9a-fA-F](?:_?[0-9a-fA-F])*)?(?:\.([0-9a-fA-F](?:_?[0-9a-fA-F])*)?)?[pP]([+-]?[0-9](?:_?[0-9])*)$/;

/** A number as Go's constants are: an integer of any base, a float when it has a point or an exponent, or complex. */
export function parseNumber(text: ByteString): Literal<NumberValue> {
  const complex = text.endsWith('i') ? parseComplex(text) : undefined;
  if (complex !== undefined) {
    return complex;
  }
  const integer = parseInteger(text);
  return integer === undefined
    ? parseFloatText(text)
    : real({ integer, float: Number(integer), isFloat: isFloatText(text) });
}

/** Undefined for what 64 bits do not hold, too. */
function parseInteger(text: ByteString): bigint | undefined {
  const match = INTEGER.exec(text);
  if (match === null) {
    return undefined;
  }
  const integer = integerOf(match[1] === '-', match[2] ?? '');
  return integer >= MIN_INT64 && integer <= MAX_UINT64 ? integer : undefined;
}

function parseFloatText(text: ByteString): Literal<NumberValue> {
  const float = floatOf(text);
  if (float === undefined || !Number.isFinite(float)) {
    return { ok: false, message: `illegal number syntax: ${quote(text)}` };
  }
  return /[.eEpP]/.test(text)
    ? real({ integer: wholeOf(float), float, isFloat: isFloatText(text) })
    : { ok: false, message: `integer overflow: ${quote(text)}` };
}

function real(value: Omit<NumberValue, 'complex'>): Literal<NumberValue> {
  return { ok: true, value: { ...value, complex: undefined } };
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

/** A real and an imaginary part, as Go's fmt scans them; it takes more than a float may be, and refuses that then. */
const PARTS =
  /^([+-]?(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]*)?|[0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?))([+-].*)i$/;
const IMAGINARY =
  /^[+-](?=.)(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]*)?|[0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?)$/;

/** An e is a digit where the number is hexadecimal. */
const SIGNED_EXPONENT = /(?<!0[xX][0-9a-fA-F_.]*)[eE][+-]|[pP][+-]/g;

/** Undefined for what Go then tries to read as an integer. */
function parseComplex(text: ByteString): Literal<NumberValue> | undefined {
  const imaginary = floatOf(text.slice(0, -1));
  if (imaginary !== undefined) {
    return Number.isFinite(imaginary) ? complexOf(0, imaginary) : undefined;
  }
  return /.[+-]/.test(text.replace(SIGNED_EXPONENT, '')) ? parseParts(text) : undefined;
}

function parseParts(text: ByteString): Literal<NumberValue> {
  const [, first = '', second = ''] = PARTS.exec(text) ?? [];
  if (!IMAGINARY.test(second)) {
    return { ok: false, message: 'syntax error scanning complex number' };
  }
  const realPart = floatOf(first) ?? NaN;
  const imaginaryPart = floatOf(second) ?? NaN;
  if (Number.isFinite(realPart) && Number.isFinite(imaginaryPart)) {
    return complexOf(realPart, imaginaryPart);
  }
  return { ok: false, message: floatProblem(Number.isFinite(realPart) ? second : first) };
}

function floatProblem(part: ByteString): ByteString {
  const problem = floatOf(part) === undefined ? 'invalid syntax' : 'value out of range';
  return `strconv.ParseFloat: parsing ${quote(part)}: ${problem}`;
}

/** Without an imaginary part it can also be what its real part is. */
function complexOf(realPart: number, imaginaryPart: number): Literal<NumberValue> {
  const isReal = imaginaryPart === 0;
  return {
    ok: true,
    value: {
      integer: isReal ? wholeOf(realPart) : undefined,
      float: isReal ? realPart : undefined,
      isFloat: false,
      complex: new GoComplex(realPart, imaginaryPart),
    },
  };
}
