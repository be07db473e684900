/**
 * A Go string as a JS string whose char codes are its bytes (0 to 255): length, slicing and order are Go's for free.
 * Text from people comes in through fromText, what people read goes out through toText.
 */
export type ByteString = string;

const ASCII = /^[\0-\x7f]*$/;

/** The UTF-8 bytes of a JS text. */
export function fromText(text: string): ByteString {
  return ASCII.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1');
}

/** The text the bytes spell; every byte that is not UTF-8 becomes U+FFFD, one by one as Go has it. */
export function toText(bytes: ByteString): string {
  if (ASCII.test(bytes)) {
    return bytes;
  }
  let text = '';
  for (const { rune } of runesOf(bytes)) {
    text += String.fromCodePoint(rune);
  }
  return text;
}

export function fromBytes(bytes: Uint8Array): ByteString {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

export function toBytes(bytes: ByteString): Uint8Array {
  return Buffer.from(bytes, 'latin1');
}

export function isAscii(bytes: ByteString): boolean {
  return ASCII.test(bytes);
}

export const RUNE_ERROR = 0xfffd;

export interface Rune {
  /** The code point; RUNE_ERROR where the bytes are not UTF-8. */
  readonly rune: number;
  /** How many bytes it takes; 1 where they are not UTF-8. */
  readonly width: number;
}

const INVALID: Rune = { rune: RUNE_ERROR, width: 1 };

/** The rune that begins at an offset within the bytes. */
export function runeAt(bytes: ByteString, offset: number): Rune {
  const first = bytes.charCodeAt(offset);
  if (first < 0x80) {
    return { rune: first, width: 1 };
  }
  const width = widthOf(first);
  if (width === 0 || offset + width > bytes.length) {
    return INVALID;
  }
  let rune = first & (0xff >> (width + 1));
  for (let index = 1; index < width; index += 1) {
    const next = bytes.charCodeAt(offset + index);
    if (next >> 6 !== 0b10) {
      return INVALID;
    }
    rune = (rune << 6) | (next & 0x3f);
  }
  return isEncodable(rune, width) ? { rune, width } : INVALID;
}

function widthOf(first: number): number {
  if (first >= 0xc2 && first <= 0xdf) {
    return 2;
  }
  if (first >= 0xe0 && first <= 0xef) {
    return 3;
  }
  return first >= 0xf0 && first <= 0xf4 ? 4 : 0;
}

const LEAST_OF_WIDTH = [0, 0, 0x80, 0x800, 0x10000];

function isEncodable(rune: number, width: number): boolean {
  return rune >= (LEAST_OF_WIDTH[width] ?? 0) && isValidRune(rune);
}

/** Whether it is a Unicode code point that UTF-8 can carry. */
export function isValidRune(rune: number): boolean {
  return rune >= 0 && rune <= 0x10ffff && (rune < 0xd800 || rune > 0xdfff);
}

/** The runes in order, as ranging over a Go string gives them. */
export function* runesOf(bytes: ByteString): Generator<Rune & { readonly offset: number }> {
  for (let offset = 0; offset < bytes.length;) {
    const { rune, width } = runeAt(bytes, offset);
    yield { rune, width, offset };
    offset += width;
  }
}

/** How many runes there are (utf8.RuneCountInString). */
export function runeCount(bytes: ByteString): number {
  if (ASCII.test(bytes)) {
    return bytes.length;
  }
  let count = 0;
  for (let offset = 0; offset < bytes.length; count += 1) {
    offset += runeAt(bytes, offset).width;
  }
  return count;
}

/** Whether all of it is UTF-8 (utf8.ValidString). */
export function isValidUtf8(bytes: ByteString): boolean {
  if (ASCII.test(bytes)) {
    return true;
  }
  for (let offset = 0; offset < bytes.length;) {
    const { rune, width } = runeAt(bytes, offset);
    if (rune === RUNE_ERROR && width === 1) {
      return false;
    }
    offset += width;
  }
  return true;
}

/** The bytes of one rune (string(rune)); what is no code point becomes U+FFFD. */
export function fromRune(rune: number): ByteString {
  return fromText(String.fromCodePoint(isValidRune(rune) ? rune : RUNE_ERROR));
}
