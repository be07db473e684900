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
