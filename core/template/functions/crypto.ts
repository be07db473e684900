import { createCipheriv, createDecipheriv } from 'node:crypto';
import {
  type ByteString,
  defineFunction,
  fromBytes,
  FunctionError,
  type TemplateFunction,
  toBytes,
} from '../value/index.ts';
import { decodeBase64 } from './base64.ts';

const KEY_BYTES = 32;
const BLOCK_BYTES = 16;

/** The password itself, cut or filled with zeros to an AES-256 key. */
function aesKey(password: ByteString): Uint8Array {
  const key = new Uint8Array(KEY_BYTES);
  key.set(toBytes(password.slice(0, KEY_BYTES)));
  return key;
}

const encryptAES = defineFunction({
  name: 'encryptAES',
  parameters: ['string', 'string'],
  call: ([password, plain], { sources }) => {
    if (plain === '') {
      return '';
    }
    const vector = sources.randomBytes(BLOCK_BYTES);
    const cipher = createCipheriv('aes-256-cbc', aesKey(password), vector);
    return Buffer.concat([vector, cipher.update(toBytes(plain)), cipher.final()]).toString(
      'base64',
    );
  },
});

/** What Go's slices say when they are cut beyond their ends. */
function outOfRange(what: string): never {
  throw new FunctionError(`runtime error: ${what}`);
}

const decryptAES = defineFunction({
  name: 'decryptAES',
  parameters: ['string', 'string'],
  call: ([password, encrypted]) => {
    if (encrypted === '') {
      return '';
    }
    const decoded = decodeBase64(encrypted);
    if (!decoded.ok) {
      throw new FunctionError(`illegal base64 data at input byte ${decoded.offset}`);
    }
    const bytes = toBytes(decoded.bytes);
    if (bytes.length < BLOCK_BYTES) {
      return outOfRange(
        `slice bounds out of range [:${BLOCK_BYTES}] with capacity ${bytes.length}`,
      );
    }
    const body = bytes.subarray(BLOCK_BYTES);
    if (body.length % BLOCK_BYTES !== 0) {
      throw new FunctionError('crypto/cipher: input not full blocks');
    }
    const decipher = createDecipheriv(
      'aes-256-cbc',
      aesKey(password),
      bytes.subarray(0, BLOCK_BYTES),
    );
    decipher.setAutoPadding(false);
    return withoutPadding(Buffer.concat([decipher.update(body), decipher.final()]));
  },
});

/** Sprig believes the last byte, whatever it says. */
function withoutPadding(padded: Uint8Array): ByteString {
  const padding = padded.at(-1);
  if (padding === undefined) {
    return outOfRange('index out of range [-1]');
  }
  if (padding > padded.length) {
    return outOfRange(`slice bounds out of range [:${padded.length - padding}]`);
  }
  return fromBytes(padded.subarray(0, padded.length - padding));
}

const randBytes = defineFunction({
  name: 'randBytes',
  parameters: ['int'],
  call: ([count], { sources, budget }) => {
    if (count < 0n) {
      return outOfRange('makeslice: len out of range');
    }
    budget.checkSize(Number(count));
    return Buffer.from(sources.randomBytes(Number(count))).toString('base64');
  },
});

/** Sprig's symmetric encryption and random bytes. */
export const CRYPTO_FUNCTIONS: readonly TemplateFunction[] = [encryptAES, decryptAES, randBytes];
