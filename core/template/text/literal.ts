import type { Constant } from './node.ts';

export type Literal =
  | { readonly ok: true; readonly constant: Constant }
  | { readonly ok: false; readonly message: string };

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

/** One escape sequence of Go at `at`; the quote that may be escaped is the one around the literal. */
function escapeAt(
  text: string,
  at: number,
  quote: string,
): { readonly escape: Escape; readonly end: number } | undefined {
  ESCAPE.lastIndex = at;
  const match = ESCAPE.exec(text);
  if (match === null) {
    return undefined;
  }
  const escape = escapeOf(match, quote);
  return escape === undefined ? undefined : { escape, end: at + match[0].length };
}

function escapeOf(match: RegExpExecArray, quote: string): Escape | undefined {
  const [, hex, octal, short, long, simple] = match;
  if (simple !== undefined) {
    return simpleEscape(simple, quote);
  }
  const codePoint = short ?? long;
  if (codePoint !== undefined) {
    return codePointEscape(Number.parseInt(codePoint, 16));
  }
  const byte = hex === undefined ? Number.parseInt(octal ?? '', 8) : Number.parseInt(hex, 16);
  return byte > 0xff ? undefined : { byte };
}

function simpleEscape(character: string, quote: string): Escape | undefined {
  const byte = character === quote ? quote.charCodeAt(0) : SIMPLE_ESCAPES[character];
  return byte === undefined ? undefined : { byte };
}

function codePointEscape(codePoint: number): Escape | undefined {
  const isSurrogate = codePoint >= 0xd800 && codePoint <= 0xdfff;
  return codePoint > 0x10ffff || isSurrogate ? undefined : { codePoint };
}

/** A double-quoted string, quotes included. */
export function parseQuoted(quoted: string): Literal {
  const chunks: Buffer[] = [];
  let copied = 1;
  const end = quoted.length - 1;
  for (let at = 1; at < end;) {
    if (quoted.charAt(at) !== '\\') {
      at += 1;
      continue;
    }
    const found = escapeAt(quoted, at, '"');
    if (found === undefined || found.end > end) {
      return { ok: false, message: 'invalid syntax' };
    }
    chunks.push(Buffer.from(quoted.slice(copied, at)), escapeBytes(found.escape));
    at = found.end;
    copied = at;
  }
  chunks.push(Buffer.from(quoted.slice(copied, end)));
  return { ok: true, constant: { kind: 'string', bytes: Buffer.concat(chunks) } };
}

function escapeBytes(escape: Escape): Buffer {
  return 'byte' in escape
    ? Buffer.from([escape.byte])
    : Buffer.from(String.fromCodePoint(escape.codePoint));
}

/** A back-quoted string: nothing is escaped, and carriage returns are dropped. */
export function parseRaw(quoted: string): Literal {
  const bytes = Buffer.from(quoted.slice(1, -1).replaceAll('\r', ''));
  return { ok: true, constant: { kind: 'string', bytes } };
}

/** A character constant is its code point. */
export function parseCharacter(quoted: string): Literal {
  const malformed: Literal = { ok: false, message: `malformed character constant: ${quoted}` };
  const inner = quoted.slice(1, -1);
  if (!inner.startsWith('\\')) {
    const [character, ...more] = Array.from(inner);
    return character === undefined || more.length > 0
      ? malformed
      : integer(BigInt(character.codePointAt(0) ?? 0));
  }
  const found = escapeAt(quoted, 1, "'");
  if (found?.end !== quoted.length - 1) {
    return malformed;
  }
  const { escape } = found;
  return integer(BigInt('byte' in escape ? escape.byte : escape.codePoint));
}

function integer(value: bigint): Literal {
  return { ok: true, constant: { kind: 'int', value } };
}

const MAX_UINT64 = 2n ** 64n - 1n;
const MIN_INT64 = -(2n ** 63n);

const INTEGER =
  /^([+-]?)(0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|0(?:_?[0-7])*|[1-9](?:_?[0-9])*)$/;
const FLOAT =
  /^[+-]?(?:[0-9](?:_?[0-9])*\.?(?:[0-9](?:_?[0-9])*)?|\.[0-9](?:_?[0-9])*)(?:[eE][+-]?[0-9]+)?$/;

/** A number as Go's constants are: an integer of any base, or a float when it has a point or an exponent. */
export function parseNumber(text: string): Literal {
  const quoted = JSON.stringify(text);
  if (/i$/i.test(text) && !/^[+-]?0[xX]/.test(text)) {
    return { ok: false, message: `complex number ${quoted} is not served by this version` };
  }
  const match = INTEGER.exec(text);
  if (match !== null) {
    return parseInteger(text, match[1] === '-', match[2] ?? '');
  }
  if (/^[+-]?0[xX].*[pP]/.test(text)) {
    return {
      ok: false,
      message: `hexadecimal floating-point number ${quoted} is not served by this version`,
    };
  }
  if (!FLOAT.test(text)) {
    return { ok: false, message: `illegal number syntax: ${quoted}` };
  }
  if (!/[.eE]/.test(text)) {
    return { ok: false, message: `integer overflow: ${quoted}` };
  }
  const value = Number(text.replaceAll('_', ''));
  return Number.isFinite(value)
    ? { ok: true, constant: { kind: 'float', value } }
    : { ok: false, message: `illegal number syntax: ${quoted}` };
}

function parseInteger(text: string, negative: boolean, digits: string): Literal {
  const plain = digits.replaceAll('_', '').replace(/^0(?=[0-7])/, '0o');
  const value = negative ? -BigInt(plain) : BigInt(plain);
  return value < MIN_INT64 || value > MAX_UINT64
    ? { ok: false, message: `integer overflow: ${JSON.stringify(text)}` }
    : integer(value);
}
