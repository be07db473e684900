import type { ByteString } from '../value/index.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The bytes, or the offset of the first byte that is wrong, as Go's decoders count it. */
export type Decoded =
  | { readonly ok: true; readonly bytes: ByteString }
  | { readonly ok: false; readonly offset: number };

/** base64.StdEncoding.DecodeString: line breaks are passed over, padding is asked for. */
export function decodeBase64(text: ByteString): Decoded {
  const offset = wrongOffset(text);
  return offset === undefined
    ? { ok: true, bytes: Buffer.from(text, 'base64').toString('latin1') }
    : { ok: false, offset };
}

/** Where the first wrong byte is. */
function wrongOffset(text: ByteString): number | undefined {
  let digits = 0;
  for (let offset = 0; offset < text.length; offset += 1) {
    const character = text.charAt(offset);
    if (ALPHABET.includes(character)) {
      digits += 1;
    } else if (character === '=') {
      return wrongPadding(text, offset, digits % 4);
    } else if (!isLineBreak(character)) {
      return offset;
    }
  }
  return digits % 4 === 0 ? undefined : text.length - (digits % 4);
}

/** Where the padding that begins at the offset goes wrong. */
function wrongPadding(text: ByteString, offset: number, digits: number): number | undefined {
  if (digits < 2) {
    return offset;
  }
  let last = offset;
  if (digits === 2) {
    last = afterLineBreaks(text, offset + 1);
    if (text[last] !== '=') {
      return last === text.length ? last : last - 1;
    }
  }
  const rest = afterLineBreaks(text, last + 1);
  return rest < text.length ? rest : undefined;
}

function afterLineBreaks(text: ByteString, start: number): number {
  let offset = start;
  while (isLineBreak(text.charAt(offset))) {
    offset += 1;
  }
  return offset;
}

function isLineBreak(character: string): boolean {
  return character === '\n' || character === '\r';
}
