import { type ByteString, fromBytes } from '../value/index.ts';
import type { Decoded } from './base64.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const QUANTUM = 8;
/** No byte count gives so many digits. */
const IMPOSSIBLE_LENGTHS = [1, 3, 6];

/** base32.StdEncoding.EncodeToString */
export function encodeBase32(text: ByteString): ByteString {
  const bits = [...Buffer.from(text, 'latin1')]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('');
  const digits = (bits.match(/.{1,5}/g) ?? [])
    .map((group) => ALPHABET.charAt(Number.parseInt(group.padEnd(5, '0'), 2)))
    .join('');
  return digits.padEnd(Math.ceil(digits.length / QUANTUM) * QUANTUM, '=');
}

/** base32.StdEncoding.DecodeString: line breaks are passed over, padding is asked for. */
export function decodeBase32(text: ByteString): Decoded {
  const characters = text.replace(/[\r\n]/g, '');
  let digits = '';
  for (let start = 0; start < characters.length; start += QUANTUM) {
    const quantum = readQuantum(characters, start);
    if (!quantum.ok) {
      return quantum;
    }
    digits += quantum.bytes;
    if (quantum.bytes.length < QUANTUM) {
      break;
    }
  }
  return { ok: true, bytes: bytesOfDigits(digits) };
}

/** The digits of a quantum, without padding. */
function readQuantum(characters: string, start: number): Decoded {
  for (let index = 0; index < QUANTUM; index += 1) {
    const offset = start + index;
    if (offset === characters.length) {
      return { ok: false, offset: characters.length - index };
    }
    const isPadding = characters[offset] === '=' && index >= 2;
    if (isPadding && characters.length - offset - 1 < QUANTUM) {
      const wrong = wrongPadding(characters, offset, index);
      return wrong === undefined
        ? { ok: true, bytes: characters.slice(start, offset) }
        : { ok: false, offset: wrong };
    }
    if (!ALPHABET.includes(characters.charAt(offset))) {
      return { ok: false, offset };
    }
  }
  return { ok: true, bytes: characters.slice(start, start + QUANTUM) };
}

/** Go counts from what is left after the first padding character. */
function wrongPadding(characters: string, offset: number, digits: number): number | undefined {
  const expected = QUANTUM - 1 - digits;
  const rest = characters.slice(offset + 1);
  if (rest.length < expected) {
    return characters.length;
  }
  const stray = rest.slice(0, expected).search(/[^=]/);
  if (stray >= 0) {
    return offset + stray;
  }
  return IMPOSSIBLE_LENGTHS.includes(digits) ? offset : undefined;
}

function bytesOfDigits(digits: string): ByteString {
  const bits = Array.from(digits, (digit) =>
    ALPHABET.indexOf(digit).toString(2).padStart(5, '0'),
  ).join('');
  const bytes = bits.match(/.{8}/g) ?? [];
  return fromBytes(Uint8Array.from(bytes, (byte) => Number.parseInt(byte, 2)));
}
