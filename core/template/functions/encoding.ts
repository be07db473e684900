import { createHash } from 'node:crypto';

import {
  type ByteString,
  defineFunction,
  FunctionError,
  isPrint,
  type TemplateFunction,
  toBytes,
} from '../value/index.ts';
import { decodeBase32, encodeBase32 } from './base32.ts';
import { decodeBase64 } from './base64.ts';

/** Base64, base32, hex and checksums. What Sprig cannot decode it answers with the error's text. */
export const ENCODING: readonly TemplateFunction[] = [
  ofText('b64enc', (text) => Buffer.from(toBytes(text)).toString('base64')),
  ofText('b64dec', (text) => {
    const decoded = decodeBase64(text);
    return decoded.ok ? decoded.bytes : `illegal base64 data at input byte ${decoded.offset}`;
  }),
  ofText('b32enc', encodeBase32),
  ofText('b32dec', (text) => {
    const decoded = decodeBase32(text);
    return decoded.ok ? decoded.bytes : `illegal base32 data at input byte ${decoded.offset}`;
  }),
  ofText('hexdec', decodeHex),
  ofText('sha1sum', (text) => digest('sha1', text)),
  ofText('sha256sum', (text) => digest('sha256', text)),
  ofText('sha512sum', (text) => digest('sha512', text)),
  ofText('adler32sum', adler32),
];

function ofText(name: string, operate: (text: ByteString) => ByteString): TemplateFunction {
  return defineFunction({ name, parameters: ['string'], call: ([text]) => operate(text) });
}

function digest(algorithm: string, text: ByteString): ByteString {
  return createHash(algorithm).update(toBytes(text)).digest('hex');
}

/** As %#U shows it: between quotes when it can be printed. */
function shownByte(byte: ByteString): string {
  const code = byte.charCodeAt(0);
  return isPrint(code) ? ` '${byte}'` : '';
}

/** hex.DecodeString */
function decodeHex(text: ByteString): ByteString {
  const wrong = /[^0-9a-fA-F]/.exec(text)?.[0];
  if (wrong !== undefined) {
    throw new FunctionError(`encoding/hex: invalid byte: U+${codePoint(wrong)}${shownByte(wrong)}`);
  }
  if (text.length % 2 === 1) {
    throw new FunctionError('encoding/hex: odd length hex string');
  }
  return Buffer.from(text, 'hex').toString('latin1');
}

function codePoint(character: string): string {
  return character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
}

const ADLER_PRIME = 65521;

function adler32(text: ByteString): ByteString {
  let sum = 1;
  let sumOfSums = 0;
  for (const byte of toBytes(text)) {
    sum = (sum + byte) % ADLER_PRIME;
    sumOfSums = (sumOfSums + sum) % ADLER_PRIME;
  }
  return String(sumOfSums * 65536 + sum);
}
