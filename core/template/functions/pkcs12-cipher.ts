import { createDecipheriv, pbkdf2Sync } from 'node:crypto';
import { FunctionError } from '../value/index.ts';
import { children, contentOf, type Der, integerOf, oidOf, TAG } from './certificate-der.ts';
import { lateModule } from './late-module.ts';
import { deriveKey, notSupported, PBKDF2, readPbkdf2 } from './pkcs12-mac.ts';
import { type Password, passwordText } from './pkcs12-password.ts';

/** RC2 is in old files and not in Node. */
export const forge = lateModule(async () => (await import('node-forge')).default);

/** Counts the rounds of a key derivation before it runs. */
export type CountRounds = (rounds: number) => void;

interface Cipher {
  readonly blockBytes: number;
  decrypt(data: Buffer): Buffer;
}

function nodeCipher(name: string, key: Buffer, vector: Buffer): Cipher {
  return {
    blockBytes: vector.length,
    decrypt: (data) => {
      const decipher = createDecipheriv(name, key, vector);
      decipher.setAutoPadding(false);
      return Buffer.concat([decipher.update(data), decipher.final()]);
    },
  };
}

function rc2Cipher(key: Buffer, vector: Buffer): Cipher {
  return {
    blockBytes: vector.length,
    decrypt: (data) => {
      const { rc2, util } = forge.get();
      const cipher = rc2.createDecryptionCipher(key.toString('latin1'), key.length * 8);
      cipher.start(vector.toString('latin1'));
      cipher.update(util.createBuffer(data.toString('latin1')));
      cipher.finish(() => true); // the padding is checked below, for all ciphers alike
      return Buffer.from(cipher.output.getBytes(), 'latin1');
    },
  };
}

interface OldScheme {
  readonly keyBytes: number;
  cipher(key: Buffer, vector: Buffer): Cipher;
}

const OLD_SCHEMES: ReadonlyMap<string, OldScheme> = new Map([
  [
    '1.2.840.113549.1.12.1.3',
    {
      keyBytes: 24,
      cipher: (key: Buffer, vector: Buffer) => nodeCipher('des-ede3-cbc', key, vector),
    },
  ],
  ['1.2.840.113549.1.12.1.5', { keyBytes: 16, cipher: rc2Cipher }],
  ['1.2.840.113549.1.12.1.6', { keyBytes: 5, cipher: rc2Cipher }],
]);

const OLD_VECTOR_BYTES = 8;

function oldCipher(
  scheme: OldScheme,
  parameters: Der | undefined,
  { password, countRounds }: Access,
): Cipher {
  const [saltValue, count] = children(parameters);
  const salt = contentOf(saltValue, TAG.octetString);
  const iterations = integerOf(count);
  countRounds(iterations * 2);
  const derivation = { hash: 'sha1', salt, iterations } as const;
  return scheme.cipher(
    deriveKey(password, { ...derivation, purpose: 'key', length: scheme.keyBytes }),
    deriveKey(password, { ...derivation, purpose: 'vector', length: OLD_VECTOR_BYTES }),
  );
}

const PBES2 = '1.2.840.113549.1.5.13';
const AES: ReadonlyMap<string, readonly [name: string, keyBytes: number]> = new Map([
  ['2.16.840.1.101.3.4.1.2', ['aes-128-cbc', 16]],
  ['2.16.840.1.101.3.4.1.22', ['aes-192-cbc', 24]],
  ['2.16.840.1.101.3.4.1.42', ['aes-256-cbc', 32]],
]);
const AES_BLOCK_BYTES = 16;

function pbes2Cipher(parameters: Der | undefined, { password, countRounds }: Access): Cipher {
  const [derivation, scheme] = children(parameters);
  const [derivationId, derivationParameters] = children(derivation);
  if (oidOf(derivationId) !== PBKDF2) {
    throw notSupported(`pbes2 kdf algorithm ${oidOf(derivationId)} is not supported`);
  }
  const { salt, iterations, hash } = readPbkdf2(derivationParameters, 'pbes2/pbkdf2');
  const [schemeId, vectorValue] = children(scheme);
  const known = AES.get(oidOf(schemeId));
  if (known === undefined) {
    throw notSupported(`pbes2 algorithm ${oidOf(schemeId)} is not supported`);
  }
  const vector = contentOf(vectorValue, TAG.octetString);
  if (vector.length !== AES_BLOCK_BYTES) {
    throw notSupported(
      `invalid IV length in PBES2 encryption scheme (IV length ${vector.length} does not match block size ${AES_BLOCK_BYTES})`,
    );
  }
  countRounds(iterations);
  const [name, keyBytes] = known;
  const key = pbkdf2Sync(passwordText(password), salt, iterations, keyBytes, hash);
  return nodeCipher(name, key, vector);
}

export interface Access {
  readonly password: Password;
  readonly countRounds: CountRounds;
}

function cipherOf(algorithm: Der | undefined, access: Access): Cipher {
  const [idValue, parameters] = children(algorithm);
  const id = oidOf(idValue);
  if (id === PBES2) {
    return pbes2Cipher(parameters, access);
  }
  const old = OLD_SCHEMES.get(id);
  if (old === undefined) {
    throw notSupported(`pbe algorithm ${id} is not supported`);
  }
  return oldCipher(old, parameters, access);
}

/** Data encrypted with a password. Throws DerError, or FunctionError worded as go-pkcs12 does. */
export function decrypt(algorithm: Der | undefined, data: Buffer, access: Access): Buffer {
  const cipher = cipherOf(algorithm, access);
  if (data.length === 0) {
    throw notSupported('empty encrypted data');
  }
  if (data.length % cipher.blockBytes !== 0) {
    throw notSupported('input is not a multiple of the block size');
  }
  const padded = cipher.decrypt(data);
  const padding = padded.at(-1) ?? 0;
  const end = padded.length - padding;
  const isPadded =
    padding > 0 &&
    padding <= cipher.blockBytes &&
    padded.subarray(end).every((byte) => byte === padding);
  if (!isPadded) {
    throw new FunctionError('pkcs12: decryption error, incorrect padding');
  }
  return padded.subarray(0, end);
}
