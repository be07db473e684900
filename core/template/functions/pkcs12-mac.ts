import { createHash, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { FunctionError } from '../value/index.ts';
import { children, contentOf, type Der, integerOf, oidOf, TAG } from './certificate-der.ts';
import { type Password, passwordText } from './pkcs12-password.ts';

/** What a key is derived for (RFC 7292, appendix B.3). */
export type KeyPurpose = 'key' | 'vector' | 'mac';

const PURPOSE_BYTE: Readonly<Record<KeyPurpose, number>> = { key: 1, vector: 2, mac: 3 };

export interface Derivation {
  readonly hash: 'sha1' | 'sha256' | 'sha512';
  readonly purpose: KeyPurpose;
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly length: number;
}

function repeated(pattern: Uint8Array, blockBytes: number): Buffer {
  const length = Math.ceil(pattern.length / blockBytes) * blockBytes;
  return Buffer.alloc(length, pattern.length === 0 ? 0 : Buffer.from(pattern));
}

/** Adds `addend` and one to each block of `blocks`, modulo the block's size. */
function addToBlocks(blocks: Buffer, addend: Buffer): void {
  for (let start = 0; start < blocks.length; start += addend.length) {
    let carry = 1;
    for (let index = addend.length - 1; index >= 0; index -= 1) {
      const sum = (blocks[start + index] ?? 0) + (addend[index] ?? 0) + carry;
      blocks[start + index] = sum & 0xff;
      carry = sum >> 8;
    }
  }
}

/** The key derivation of PKCS#12 (RFC 7292, appendix B.2). */
export function deriveKey(password: Password, derivation: Derivation): Buffer {
  const { hash, purpose, salt, iterations, length } = derivation;
  const blockBytes = hash === 'sha512' ? 128 : 64;
  const diversifier = Buffer.alloc(blockBytes, PURPOSE_BYTE[purpose]);
  const input = Buffer.concat([repeated(salt, blockBytes), repeated(password, blockBytes)]);
  const parts: Buffer[] = [];
  for (let made = 0; made < length;) {
    let digest = createHash(hash).update(diversifier).update(input).digest();
    for (let round = 1; round < iterations; round += 1) {
      digest = createHash(hash).update(digest).digest();
    }
    parts.push(digest);
    made += digest.length;
    addToBlocks(input, Buffer.alloc(blockBytes, digest));
  }
  return Buffer.concat(parts).subarray(0, length);
}

const HASHES: ReadonlyMap<string, readonly [Derivation['hash'], number]> = new Map([
  ['1.3.14.3.2.26', ['sha1', 20]],
  ['2.16.840.1.101.3.4.2.1', ['sha256', 32]],
  ['2.16.840.1.101.3.4.2.3', ['sha512', 64]],
]);

const HMACS: ReadonlyMap<string, Derivation['hash']> = new Map([
  ['1.2.840.113549.2.7', 'sha1'],
  ['1.2.840.113549.2.9', 'sha256'],
  ['1.2.840.113549.2.11', 'sha512'],
]);

export const PBKDF2 = '1.2.840.113549.1.5.12';
const PBMAC1 = '1.2.840.113549.1.5.14';

/** A refusal of go-pkcs12. */
export function notSupported(problem: string): FunctionError {
  return new FunctionError(`pkcs12: ${problem}`);
}

export interface Pbkdf2 {
  readonly salt: Buffer;
  readonly iterations: number;
  readonly keyLength: number | undefined;
  readonly hash: Derivation['hash'];
}

/** PBKDF2-params (RFC 8018, appendix A.2). Throws DerError or FunctionError. */
export function readPbkdf2(parameters: Der | undefined, scheme: string): Pbkdf2 {
  const [salt, iterations, ...rest] = children(parameters);
  if (salt?.tag !== TAG.octetString) {
    throw notSupported(`only octet string salts are supported for ${scheme}`);
  }
  const length = rest.find(({ tag }) => tag === TAG.integer);
  const algorithm = rest.find(({ tag }) => tag === TAG.sequence);
  const id = algorithm === undefined ? '1.2.840.113549.2.7' : oidOf(children(algorithm)[0]);
  const hash = HMACS.get(id);
  if (hash === undefined) {
    throw notSupported(`pbes2 prf ${id} is not supported`);
  }
  return {
    salt: salt.content,
    iterations: integerOf(iterations),
    keyLength: length && integerOf(length),
    hash,
  };
}

const SHORTEST_MAC_KEY = 20;
const LONGEST_MAC_KEY = 64;

/** PBMAC1 (RFC 9879). */
function pbmac1(parameters: Der | undefined, message: Uint8Array, password: Password): Buffer {
  const [derivation, scheme] = children(parameters);
  const [derivationId, derivationParameters] = children(derivation);
  if (oidOf(derivationId) !== PBKDF2) {
    throw notSupported(`PBMAC1 KDF algorithm ${oidOf(derivationId)} is not supported`);
  }
  const {
    salt,
    iterations,
    keyLength = 0,
    hash,
  } = readPbkdf2(derivationParameters, 'PBMAC1/PBKDF2');
  const schemeId = oidOf(children(scheme)[0]);
  const hmac = HMACS.get(schemeId);
  if (hmac === undefined) {
    throw notSupported(`PBMAC1 MAC algorithm ${schemeId} is not supported`);
  }
  if (keyLength < SHORTEST_MAC_KEY || keyLength > LONGEST_MAC_KEY) {
    throw notSupported(`PBMAC1 key length ${keyLength} is not between 20 and 64 octets`);
  }
  const key = pbkdf2Sync(passwordText(password), salt, iterations, keyLength, hash);
  return createHmac(hmac, key).update(message).digest();
}

export interface Mac {
  readonly digest: Buffer;
  readonly iterations: number;
  compute(message: Uint8Array, password: Password): Buffer;
}

/** MacData (RFC 7292, section 4). Throws DerError or FunctionError. */
export function readMac(macData: Der): Mac {
  const [info, salt, count] = children(macData);
  const [algorithm, digest] = children(info);
  const [id, parameters] = children(algorithm);
  const iterations = count === undefined ? 1 : integerOf(count);
  const name = oidOf(id);
  if (name === PBMAC1) {
    const compute: Mac['compute'] = (message, password) => pbmac1(parameters, message, password);
    return { digest: contentOf(digest, TAG.octetString), iterations, compute };
  }
  const known = HASHES.get(name);
  if (known === undefined) {
    throw notSupported(`MAC digest algorithm not supported: ${name}`);
  }
  const [hash, length] = known;
  const derivation = {
    hash,
    purpose: 'mac',
    salt: contentOf(salt, TAG.octetString),
    iterations,
    length,
  } as const;
  return {
    digest: contentOf(digest, TAG.octetString),
    iterations,
    compute: (message, password) =>
      createHmac(hash, deriveKey(password, derivation)).update(message).digest(),
  };
}

/** Whether the password is the one the file was made with. */
export function isMacOf(mac: Mac, message: Uint8Array, password: Password): boolean {
  const computed = mac.compute(message, password);
  return computed.length === mac.digest.length && timingSafeEqual(computed, mac.digest);
}
