import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type ByteString, FunctionError } from '../value/index.ts';
import { children, contentOf, readDer, TAG } from './certificate-der.ts';
import { sequence, unsignedInteger } from './certificate-der-write.ts';
import { decodePem, pemOf } from './pem-block.ts';

type KeyFormat = 'pkcs1' | 'pkcs8' | 'sec1';

const GO_CURVES: ReadonlySet<string | undefined> = new Set([
  'secp224r1',
  'prime256v1',
  'secp384r1',
  'secp521r1',
]);
const GO_TYPES: ReadonlySet<string | undefined> = new Set(['rsa', 'ec', 'ed25519', 'x25519']);

/** Whether Go's crypto/x509 takes keys of that type; OpenSSL knows more. */
function isKnownToGo({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
  return (
    GO_TYPES.has(asymmetricKeyType) &&
    (asymmetricKeyType !== 'ec' || GO_CURVES.has(asymmetricKeyDetails?.namedCurve))
  );
}

/** The private key in those bytes; undefined when they are no key of that format. */
export function parseKey(der: Uint8Array, type: KeyFormat): KeyObject | undefined {
  try {
    const key = createPrivateKey({ key: Buffer.from(der), format: 'der', type });
    return isKnownToGo(key) ? key : undefined;
  } catch {
    return undefined;
  }
}

/** A private key in any of the three formats, as ESO reads them. Throws FunctionError with ESO's words (eso.md 4). */
export function parseAnyKey(der: Uint8Array): KeyObject {
  const key = parseKey(der, 'pkcs1') ?? parseKey(der, 'pkcs8') ?? parseKey(der, 'sec1');
  if (key === undefined) {
    throw new FunctionError('unable to parse private key type');
  }
  return key;
}

const FORMATS: ReadonlyMap<string, { readonly format: KeyFormat; readonly problem: string }> =
  new Map([
    ['PRIVATE KEY', { format: 'pkcs8', problem: 'decoding PEM as PKCS#8' }],
    ['RSA PRIVATE KEY', { format: 'pkcs1', problem: 'parsing RSA private key from PEM' }],
    ['EC PRIVATE KEY', { format: 'sec1', problem: 'parsing EC private key from PEM' }],
  ]);

/** The private key of a PEM text, by the type its first block names, as Sprig reads it. Throws FunctionError. */
export function parsePemKey(text: ByteString): KeyObject {
  const block = decodePem(text)?.block;
  if (block === undefined) {
    throw new FunctionError('no PEM data in input');
  }
  const known = FORMATS.get(block.type);
  if (known === undefined) {
    throw new FunctionError(unknownType(block.type));
  }
  const key = parseKey(block.bytes, known.format);
  if (key === undefined) {
    throw new FunctionError(`${known.problem}: x509: failed to parse private key`);
  }
  return key;
}

const PRIVATE_KEY = ' PRIVATE KEY';

function unknownType(type: ByteString): string {
  return type.endsWith(PRIVATE_KEY)
    ? `invalid private key type ${type.slice(0, -PRIVATE_KEY.length)}`
    : `no private key data in PEM block of type ${type}`;
}

/** A key as Sprig writes it: PKCS#1 for RSA, SEC 1 for EC, PKCS#8 for the rest. */
export function keyPem(key: KeyObject): ByteString {
  if (key.asymmetricKeyType === 'rsa') {
    return pemOf('RSA PRIVATE KEY', key.export({ format: 'der', type: 'pkcs1' }));
  }
  if (key.asymmetricKeyType === 'ec') {
    return pemOf('EC PRIVATE KEY', key.export({ format: 'der', type: 'sec1' }));
  }
  return pemOf('PRIVATE KEY', key.export({ format: 'der', type: 'pkcs8' }));
}

export function newRsaKey(bits: 2048 | 4096): KeyObject {
  return generateKeyPairSync('rsa', { modulusLength: bits }).privateKey;
}

/** A DSA key of 2048 bits as OpenSSL once wrote them: version, p, q, g, y, x. */
function newDsaPem(): ByteString {
  const { privateKey, publicKey } = generateKeyPairSync('dsa', {
    modulusLength: 2048,
    divisorLength: 256,
  });
  const pkcs8 = children(readDer(privateKey.export({ format: 'der', type: 'pkcs8' })));
  const spki = children(readDer(publicKey.export({ format: 'der', type: 'spki' })));
  const parameters = children(children(pkcs8[1])[1]);
  const x = contentOf(pkcs8[2], TAG.octetString);
  const y = contentOf(spki[1], TAG.bitString).subarray(1);
  return pemOf(
    'DSA PRIVATE KEY',
    sequence(unsignedInteger(0), ...parameters.map(({ bytes }) => bytes), y, x),
  );
}

const NEW_PEM: ReadonlyMap<ByteString, () => ByteString> = new Map([
  ['', () => keyPem(newRsaKey(4096))],
  ['rsa', () => keyPem(newRsaKey(4096))],
  ['dsa', newDsaPem],
  ['ecdsa', () => keyPem(generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey)],
  ['ed25519', () => keyPem(generateKeyPairSync('ed25519').privateKey)],
]);

/** A new private key of a type as Sprig's genPrivateKey names them; undefined for other names. */
export function newKeyPem(type: ByteString): ByteString | undefined {
  return NEW_PEM.get(type)?.();
}
