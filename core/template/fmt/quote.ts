import {
  type ByteString,
  fromRune,
  isPrint,
  isValidRune,
  isValidUtf8,
  RUNE_ERROR,
  runeAt,
  runesOf,
} from '../value/index.ts';

const ESCAPES: Readonly<Record<number, string>> = {
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
};

const PLAIN = /^[ !#-[\]-~]*$/;

/** strconv.Quote, or QuoteToASCII. */
export function quote(text: ByteString, ascii = false): ByteString {
  if (PLAIN.test(text)) {
    return `"${text}"`;
  }
  let quoted = '"';
  for (const { rune, width, offset } of runesOf(text)) {
    quoted +=
      width === 1 && rune === RUNE_ERROR
        ? `\\x${hex(text.charCodeAt(offset), 2)}`
        : escapeRune(rune, '"', ascii);
  }
  return `${quoted}"`;
}

/** strconv.QuoteRune, or QuoteRuneToASCII. */
export function quoteRune(rune: number, ascii = false): ByteString {
  return `'${escapeRune(isValidRune(rune) ? rune : RUNE_ERROR, "'", ascii)}'`;
}

function escapeRune(rune: number, quoteMark: string, ascii: boolean): ByteString {
  const byte = rune < 0x80 ? String.fromCharCode(rune) : '';
  if (byte === quoteMark || byte === '\\') {
    return `\\${byte}`;
  }
  if ((!ascii || rune < 0x80) && isPrint(rune)) {
    return fromRune(rune);
  }
  return ESCAPES[rune] ?? escapeCode(rune);
}

function escapeCode(rune: number): ByteString {
  if (rune < 0x20 || rune === 0x7f) {
    return `\\x${hex(rune, 2)}`;
  }
  return rune < 0x10000 ? `\\u${hex(rune, 4)}` : `\\U${hex(rune, 8)}`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

const UNQUOTABLE = /(?![\t\x80-\x9f])[\p{Cc}`]/u;

/** strconv.CanBackquote: whether it can stand between back quotes unchanged. */
export function canBackquote(text: ByteString): boolean {
  return isValidUtf8(text) && !UNQUOTABLE.test(text) && !hasByteOrderMark(text);
}

function hasByteOrderMark(text: ByteString): boolean {
  const at = text.indexOf('\xef\xbb\xbf');
  return at >= 0 && runeAt(text, at).rune === 0xfeff;
}
