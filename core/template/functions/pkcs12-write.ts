import { createCipheriv, createHash, createHmac, type KeyObject, pbkdf2Sync } from 'node:crypto';
import type { ByteString, FunctionContext } from '../value/index.ts';
import { contextTag, TAG } from './certificate-der.ts';
import {
  der,
  NULL_VALUE,
  octetString,
  oid,
  sequence,
  unsignedInteger,
} from './certificate-der-write.ts';
import type { Certificate } from './certificate-read.ts';
import { subjectText } from './certificate-subject.ts';
import { deriveKey } from './pkcs12-mac.ts';
import { encodePassword, type Password, passwordText, ucs2 } from './pkcs12-password.ts';

/** go-pkcs12's Modern profile: PBES2 with PBKDF2-HMAC-SHA-256 and AES-256-CBC, and an HMAC of SHA-256. */
const ITERATIONS = 2048;
const SALT_BYTES = 16;
const KEY_BYTES = 32;

const OID = {
  data: oid('1.2.840.113549.1.7.1'),
  encryptedData: oid('1.2.840.113549.1.7.6'),
  shroudedKeyBag: oid('1.2.840.113549.1.12.10.1.2'),
  certBag: oid('1.2.840.113549.1.12.10.1.3'),
  x509Certificate: oid('1.2.840.113549.1.9.22.1'),
  friendlyName: oid('1.2.840.113549.1.9.20'),
  localKeyId: oid('1.2.840.113549.1.9.21'),
  javaTrustStore: oid('2.16.840.1.113894.746875.1.1'),
  anyExtendedKeyUsage: oid('2.5.29.37.0'),
  pbes2: oid('1.2.840.113549.1.5.13'),
  pbkdf2: oid('1.2.840.113549.1.5.12'),
  hmacWithSha256: oid('1.2.840.113549.2.9'),
  aes256Cbc: oid('2.16.840.1.101.3.4.1.42'),
  sha256: oid('2.16.840.1.101.3.4.2.1'),
} as const;

function explicit(...contents: readonly Uint8Array[]): Buffer {
  return der(contextTag(0, 'constructed'), ...contents);
}

interface Lock {
  readonly password: Password;
  readonly context: FunctionContext;
}

interface Encrypted {
  readonly algorithm: Buffer;
  readonly data: Buffer;
}

function encrypt(plain: Uint8Array, { password, context }: Lock): Encrypted {
  const salt = context.sources.randomBytes(SALT_BYTES);
  const vector = context.sources.randomBytes(SALT_BYTES);
  context.budget.spend(ITERATIONS);
  const key = pbkdf2Sync(passwordText(password), salt, ITERATIONS, KEY_BYTES, 'sha256');
  const cipher = createCipheriv('aes-256-cbc', key, vector);
  const derivation = sequence(
    octetString(salt),
    unsignedInteger(ITERATIONS),
    sequence(OID.hmacWithSha256, NULL_VALUE),
  );
  return {
    algorithm: sequence(
      OID.pbes2,
      sequence(sequence(OID.pbkdf2, derivation), sequence(OID.aes256Cbc, octetString(vector))),
    ),
    data: Buffer.concat([cipher.update(plain), cipher.final()]),
  };
}

function attribute(id: Uint8Array, value: Uint8Array): Buffer {
  return sequence(id, der(TAG.set, value));
}

function bag(id: Uint8Array, value: Uint8Array, attributes: readonly Uint8Array[]): Buffer {
  return sequence(id, explicit(value), der(TAG.set, ...attributes));
}

function certBag(certificate: Certificate, attributes: readonly Uint8Array[]): Buffer {
  const value = sequence(OID.x509Certificate, explicit(octetString(certificate.bytes)));
  return bag(OID.certBag, value, attributes);
}

function plainSafe(...bags: readonly Uint8Array[]): Buffer {
  return sequence(OID.data, explicit(octetString(sequence(...bags))));
}

function encryptedSafe(bags: readonly Uint8Array[], lock: Lock): Buffer {
  const { algorithm, data } = encrypt(sequence(...bags), lock);
  const info = sequence(OID.data, algorithm, der(contextTag(0, 'primitive'), data));
  return sequence(OID.encryptedData, explicit(sequence(unsignedInteger(0), info)));
}

/** The safes with their MAC, as a file. */
function seal(safes: readonly Uint8Array[], { password, context }: Lock): Buffer {
  const content = sequence(...safes);
  const salt = context.sources.randomBytes(SALT_BYTES);
  context.budget.spend(ITERATIONS);
  const key = deriveKey(password, {
    hash: 'sha256',
    purpose: 'mac',
    salt,
    iterations: ITERATIONS,
    length: KEY_BYTES,
  });
  const digest = createHmac('sha256', key).update(content).digest();
  return sequence(
    unsignedInteger(3),
    sequence(OID.data, explicit(octetString(content))),
    sequence(
      sequence(sequence(OID.sha256), octetString(digest)),
      octetString(salt),
      unsignedInteger(ITERATIONS),
    ),
  );
}

export interface KeyStore {
  readonly key: KeyObject;
  readonly certificate: Certificate;
  readonly others: readonly Certificate[];
}

/** go-pkcs12's Modern.Encode: the certificates encrypted together, the key for itself. Throws FunctionError. */
export function encodeKeyStore(
  { key, certificate, others }: KeyStore,
  password: ByteString,
  context: FunctionContext,
): Buffer {
  const lock = { password: encodePassword(password), context };
  const fingerprint = createHash('sha1').update(certificate.bytes).digest();
  const localKeyId = attribute(OID.localKeyId, octetString(fingerprint));
  const certBags = [
    certBag(certificate, [localKeyId]),
    ...others.map((other) => certBag(other, [])),
  ];
  const { algorithm, data } = encrypt(key.export({ format: 'der', type: 'pkcs8' }), lock);
  const keyBag = bag(OID.shroudedKeyBag, sequence(algorithm, octetString(data)), [localKeyId]);
  return seal([encryptedSafe(certBags, lock), plainSafe(keyBag)], lock);
}

/** go-pkcs12's Modern.EncodeTrustStore: what Java takes as trusted, named by their subjects. Throws FunctionError. */
export function encodeTrustStore(
  certificates: readonly Certificate[],
  password: ByteString,
  context: FunctionContext,
): Buffer {
  const lock = { password: encodePassword(password), context };
  const trusted = attribute(OID.javaTrustStore, OID.anyExtendedKeyUsage);
  const bags = certificates.map((certificate) => {
    const name = der(TAG.bmpString, ucs2(subjectText(certificate.subject)));
    return certBag(
      certificate,
      [trusted, attribute(OID.friendlyName, name)].toSorted((left, right) =>
        Buffer.compare(left, right),
      ),
    );
  });
  return seal([encryptedSafe(bags, lock)], lock);
}
