import { type ByteString, fromText, isAscii, RUNE_ERROR, runesOf } from '../value/index.ts';

/** Wrong bytes travel as lone surrogates, which no text of people holds: an expression sees one character for each. */
const FIRST_STAND_IN = 0xdc00;

/** The bytes as text for a regular expression. */
export function toRegexpText(bytes: ByteString): string {
  if (isAscii(bytes)) {
    return bytes;
  }
  let text = '';
  for (const { rune, width, offset } of runesOf(bytes)) {
    const isWrong = rune === RUNE_ERROR && width === 1;
    text += isWrong
      ? String.fromCharCode(FIRST_STAND_IN + bytes.charCodeAt(offset))
      : String.fromCodePoint(rune);
  }
  return text;
}

/** The bytes of such a text, or of a part of it. */
export function fromRegexpText(text: string): ByteString {
  let bytes = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const isStandIn = code >= FIRST_STAND_IN && code < FIRST_STAND_IN + 0x100;
    bytes += isStandIn ? String.fromCharCode(code - FIRST_STAND_IN) : fromText(character);
  }
  return bytes;
}
