import { constants, privateDecrypt } from 'node:crypto';
import {
  type ByteString,
  defineFunction,
  fromBytes,
  FunctionError,
  type TemplateFunction,
  toBytes,
} from '../value/index.ts';
import type { KeyObject } from 'node:crypto';
import { parseAnyKey } from './certificate-key.ts';
import { decodePem } from './pem-block.ts';

/** Every other name means SHA-256. */
const HASHES: ReadonlyMap<ByteString, string> = new Map([
  ['SHA1', 'sha1'],
  ['SHA512', 'sha512'],
]);

function rsaKey(pem: ByteString): KeyObject {
  const block = decodePem(pem)?.block;
  if (block === undefined) {
    throw new FunctionError('failed to decode PEM block');
  }
  const key = parsed(block.bytes);
  if (key.asymmetricKeyType !== 'rsa') {
    throw new FunctionError('could not parse RSA private key');
  }
  return key;
}

function parsed(bytes: Uint8Array): KeyObject {
  try {
    return parseAnyKey(bytes);
  } catch (error) {
    if (error instanceof FunctionError) {
      throw new FunctionError(`could not parse private key: ${error.message}`, { cause: error });
    }
    throw error;
  }
}

function decryptOaep(key: KeyObject, hash: string, encrypted: Uint8Array): ByteString {
  try {
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    return fromBytes(privateDecrypt({ key, padding, oaepHash: hash }, encrypted));
  } catch (error) {
    throw new FunctionError('error decrypting data with RSA: crypto/rsa: decryption error', {
      cause: error,
    });
  }
}

/** ESO's rsaDecrypt: scheme `None` gives the text back as it is; the other scheme is `RSA-OAEP` (eso.md 4). */
const rsaDecrypt = defineFunction({
  name: 'rsaDecrypt',
  parameters: ['string', 'string', 'string', 'string'],
  call: ([scheme, hash, encrypted, pem]) => {
    if (scheme === 'None') {
      return encrypted;
    }
    if (scheme !== 'RSA-OAEP') {
      throw new FunctionError(`decryption scheme ${scheme} is not supported`);
    }
    return decryptOaep(rsaKey(pem), HASHES.get(hash) ?? 'sha256', toBytes(encrypted));
  },
});

export const PEM_DECRYPT_FUNCTIONS: readonly TemplateFunction[] = [rsaDecrypt];
