import { createHash, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { type ByteString, FunctionError, isAscii, isValidUtf8, toBytes } from '../value/index.ts';
import { children, contentOf, contextTag, readDer, TAG } from './certificate-der.ts';
import {
  bitString,
  der,
  NULL_VALUE,
  octetString,
  oid,
  sequence,
  setOf,
  unsignedInteger,
} from './certificate-der-write.ts';
import type { Certificate } from './certificate-read.ts';

/** What a new certificate says of its subject. */
export interface CertificateRequest {
  readonly commonName: ByteString;
  readonly addresses: readonly Uint8Array[];
  readonly names: readonly ByteString[];
  readonly isAuthority: boolean;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly serial: Uint8Array;
}

export interface Issuer {
  readonly certificate: Certificate;
  readonly key: KeyObject;
}

/** Serial, signature, validity and extensions as Go's CreateCertificate writes them. Throws FunctionError. */
export function issueCertificate(
  request: CertificateRequest,
  key: KeyObject,
  issuer: Issuer | undefined,
): Buffer {
  const signer = issuer?.key ?? key;
  const algorithm = signatureAlgorithm(signer);
  const subject = subjectOf(request.commonName);
  const publicKey = publicDer(key);
  if (issuer !== undefined && !issuer.certificate.x509.checkPrivateKey(issuer.key)) {
    throw new FunctionError("x509: provided PrivateKey doesn't match parent's PublicKey");
  }
  const issuerName = issuer?.certificate.subject.bytes ?? subject;
  const authorityKeyId = issuerName.equals(subject) ? undefined : issuer?.certificate.subjectKeyId;
  const signed = sequence(
    der(contextTag(0, 'constructed'), unsignedInteger(2)),
    unsignedInteger(request.serial),
    algorithm.identifier,
    issuerName,
    sequence(timeOf(request.notBefore), timeOf(request.notAfter)),
    subject,
    publicKey,
    der(
      contextTag(3, 'constructed'),
      sequence(...extensionsOf(request, { publicKey, authorityKeyId })),
    ),
  );
  return sequence(signed, algorithm.identifier, bitString(sign(algorithm.hash, signed, signer)));
}

function publicDer(key: KeyObject): Buffer {
  return createPublicKey(key).export({ format: 'der', type: 'spki' });
}

interface SignatureAlgorithm {
  readonly hash: string | null;
  readonly identifier: Buffer;
}

const ECDSA: ReadonlyMap<string | undefined, readonly [hash: string, oid: string]> = new Map([
  ['secp224r1', ['sha256', '1.2.840.10045.4.3.2']],
  ['prime256v1', ['sha256', '1.2.840.10045.4.3.2']],
  ['secp384r1', ['sha384', '1.2.840.10045.4.3.3']],
  ['secp521r1', ['sha512', '1.2.840.10045.4.3.4']],
]);

function signatureAlgorithm(key: KeyObject): SignatureAlgorithm {
  if (key.asymmetricKeyType === 'rsa') {
    return { hash: 'sha256', identifier: sequence(oid('1.2.840.113549.1.1.11'), NULL_VALUE) };
  }
  if (key.asymmetricKeyType === 'ed25519') {
    return { hash: null, identifier: sequence(oid('1.3.101.112')) };
  }
  const ecdsa = ECDSA.get(key.asymmetricKeyDetails?.namedCurve);
  if (ecdsa === undefined) {
    throw new FunctionError('x509: only RSA, ECDSA and Ed25519 keys supported');
  }
  return { hash: ecdsa[0], identifier: sequence(oid(ecdsa[1])) };
}

const PRINTABLE = /^[A-Za-z0-9 '()+,\-./:=?]*$/;

function subjectOf(commonName: ByteString): Buffer {
  if (commonName === '') {
    return sequence();
  }
  if (!isValidUtf8(commonName)) {
    throw new FunctionError('asn1: string not valid UTF-8');
  }
  const tag = PRINTABLE.test(commonName) ? TAG.printableString : TAG.utf8String;
  return sequence(setOf(sequence(oid('2.5.4.3'), der(tag, toBytes(commonName)))));
}

/** UTCTime from 1950 to 2049, GeneralizedTime otherwise, to the second. */
function timeOf(moment: Date): Buffer {
  const digits = `${moment.toISOString().slice(0, 19).replace(/\D/gu, '')}Z`;
  const year = moment.getUTCFullYear();
  return year >= 1950 && year < 2050
    ? der(0x17, Buffer.from(digits.slice(2)))
    : der(0x18, Buffer.from(digits));
}

const TRUE_VALUE = der(0x01, Buffer.from([0xff]));

function extension(id: string, value: Uint8Array, isCritical = false): Buffer {
  return sequence(oid(id), ...(isCritical ? [TRUE_VALUE] : []), octetString(value));
}

interface KeyIds {
  readonly publicKey: Buffer;
  readonly authorityKeyId: Buffer | undefined;
}

/** Signing and key encipherment, and signing certificates for authorities. */
const KEY_USAGE = {
  subject: bitString(Buffer.from([0xa0]), 5),
  authority: bitString(Buffer.from([0xa4]), 2),
};
const SERVER_AND_CLIENT = sequence(oid('1.3.6.1.5.5.7.3.1'), oid('1.3.6.1.5.5.7.3.2'));

function extensionsOf(request: CertificateRequest, ids: KeyIds): readonly Buffer[] {
  const { isAuthority } = request;
  const names = alternativeNames(request);
  return [
    extension('2.5.29.15', isAuthority ? KEY_USAGE.authority : KEY_USAGE.subject, true),
    extension('2.5.29.37', SERVER_AND_CLIENT),
    extension('2.5.29.19', isAuthority ? sequence(TRUE_VALUE) : sequence(), true),
    ...(isAuthority ? [extension('2.5.29.14', octetString(keyIdOf(ids.publicKey)))] : []),
    ...(ids.authorityKeyId === undefined
      ? []
      : [extension('2.5.29.35', sequence(der(contextTag(0, 'primitive'), ids.authorityKeyId)))]),
    ...(names.length === 0
      ? []
      : [extension('2.5.29.17', sequence(...names), request.commonName === '')]),
  ];
}

/** RFC 7093, method 1: what Go uses since 1.25. */
function keyIdOf(publicKey: Buffer): Buffer {
  const bits = contentOf(children(readDer(publicKey))[1], TAG.bitString).subarray(1);
  return createHash('sha256').update(bits).digest().subarray(0, 20);
}

function alternativeNames({ names, addresses }: CertificateRequest): readonly Buffer[] {
  const wrong = names.find((name) => !isAscii(name));
  if (wrong !== undefined) {
    throw new FunctionError(`x509: ${JSON.stringify(wrong)} cannot be encoded as an IA5String`);
  }
  return [
    ...names.map((name) => der(contextTag(2, 'primitive'), toBytes(name))),
    ...addresses.map((address) => der(contextTag(7, 'primitive'), address)),
  ];
}
