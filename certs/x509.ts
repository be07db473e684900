import { createHash, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import forge from 'node-forge';

const { asn1 } = forge;

const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
const COMMON_NAME = '2.5.4.3';
const SUBJECT_KEY_IDENTIFIER = '2.5.29.14';
const KEY_USAGE = '2.5.29.15';
const SUBJECT_ALT_NAME = '2.5.29.17';
const BASIC_CONSTRAINTS = '2.5.29.19';
const AUTHORITY_KEY_IDENTIFIER = '2.5.29.35';
const EXTENDED_KEY_USAGE = '2.5.29.37';
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
/** A context tag is only a number, which forge's types call by the universal type of that number. */
const TAG_0 = asn1.Type.NONE;
const TAG_2 = asn1.Type.INTEGER;
const TAG_3 = asn1.Type.BITSTRING;
const FIRST_GENERALIZED_YEAR = 2050;

interface Signer {
  readonly commonName: string;
  readonly privateKey: KeyObject;
}

interface CertificateRequest {
  readonly commonName: string;
  /** A P-256 key. */
  readonly publicKey: KeyObject;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** An authority signs certificates; a server has names. */
  readonly use:
    { readonly kind: 'authority' } | { readonly kind: 'server'; dnsNames: readonly string[] };
}

type Asn1 = forge.asn1.Asn1;

function primitive(type: forge.asn1.Type, bytes: string): Asn1 {
  return asn1.create(asn1.Class.UNIVERSAL, type, false, bytes);
}

function sequence(...items: readonly Asn1[]): Asn1 {
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, [...items]);
}

function context(tag: forge.asn1.Type, constructed: boolean, value: string | Asn1[]): Asn1 {
  return asn1.create(asn1.Class.CONTEXT_SPECIFIC, tag, constructed, value);
}

function objectIdentifier(id: string): Asn1 {
  return primitive(asn1.Type.OID, asn1.oidToDer(id).getBytes());
}

function encode(item: Asn1): Buffer {
  return Buffer.from(asn1.toDer(item).getBytes(), 'binary');
}

function distinguishedName(commonName: string): Asn1 {
  const attribute = sequence(
    objectIdentifier(COMMON_NAME),
    primitive(asn1.Type.UTF8, Buffer.from(commonName, 'utf8').toString('binary')),
  );
  return sequence(asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SET, true, [attribute]));
}

function time(date: Date): Asn1 {
  return date.getUTCFullYear() < FIRST_GENERALIZED_YEAR
    ? primitive(asn1.Type.UTCTIME, asn1.dateToUtcTime(date))
    : primitive(asn1.Type.GENERALIZEDTIME, asn1.dateToGeneralizedTime(date));
}

/** RFC 5280 4.2.1.2, method 1: SHA-1 over the public key's bits. */
function keyIdentifier(publicKey: KeyObject): string {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const point = Buffer.concat([
    Buffer.from([4]),
    Buffer.from(x, 'base64url'),
    Buffer.from(y, 'base64url'),
  ]);
  return createHash('sha1').update(point).digest('binary');
}

function extension(id: string, critical: boolean, value: Asn1): Asn1 {
  const octets = primitive(asn1.Type.OCTETSTRING, asn1.toDer(value).getBytes());
  return critical
    ? sequence(objectIdentifier(id), primitive(asn1.Type.BOOLEAN, '\xff'), octets)
    : sequence(objectIdentifier(id), octets);
}

/** Bits of KeyUsage from the left: digitalSignature is 0x80, keyCertSign 0x04, cRLSign 0x02; the first byte counts unused bits. */
function keyUsage(unusedBits: number, bits: number): Asn1 {
  return extension(
    KEY_USAGE,
    true,
    primitive(asn1.Type.BITSTRING, String.fromCharCode(unusedBits, bits)),
  );
}

function useExtensions(use: CertificateRequest['use']): readonly Asn1[] {
  if (use.kind === 'authority') {
    const pathLengthZero = sequence(
      primitive(asn1.Type.BOOLEAN, '\xff'),
      primitive(asn1.Type.INTEGER, '\0'),
    );
    return [extension(BASIC_CONSTRAINTS, true, pathLengthZero), keyUsage(1, 0x06)];
  }
  const names = use.dnsNames.map((name) => context(TAG_2, false, name));
  return [
    extension(BASIC_CONSTRAINTS, true, sequence()),
    keyUsage(7, 0x80),
    extension(EXTENDED_KEY_USAGE, false, sequence(objectIdentifier(SERVER_AUTH))),
    extension(SUBJECT_ALT_NAME, false, sequence(...names)),
  ];
}

function extensions(request: CertificateRequest, signer: Signer): Asn1 {
  const subject = primitive(asn1.Type.OCTETSTRING, keyIdentifier(request.publicKey));
  const authority = keyIdentifier(createPublicKey(signer.privateKey));
  return context(TAG_3, true, [
    sequence(
      ...useExtensions(request.use),
      extension(SUBJECT_KEY_IDENTIFIER, false, subject),
      extension(AUTHORITY_KEY_IDENTIFIER, false, sequence(context(TAG_0, false, authority))),
    ),
  ]);
}

/** 127 random bits with the top one set: positive, never short. */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes.writeUInt8((bytes.readUInt8(0) & 0x7f) | 0x40, 0);
  return bytes.toString('binary');
}

/** An X.509 v3 certificate in PEM, P-256 with SHA-256. */
export function buildCertificate(request: CertificateRequest, signer: Signer): string {
  const algorithm = sequence(objectIdentifier(ECDSA_WITH_SHA256));
  const publicKey = request.publicKey.export({ type: 'spki', format: 'der' });
  const toBeSigned = sequence(
    context(TAG_0, true, [primitive(asn1.Type.INTEGER, '\x02')]),
    primitive(asn1.Type.INTEGER, serialNumber()),
    algorithm,
    distinguishedName(signer.commonName),
    sequence(time(request.notBefore), time(request.notAfter)),
    distinguishedName(request.commonName),
    asn1.fromDer(publicKey.toString('binary')),
    extensions(request, signer),
  );
  const signature = sign('sha256', encode(toBeSigned), signer.privateKey).toString('binary');
  const der = encode(
    sequence(toBeSigned, algorithm, primitive(asn1.Type.BITSTRING, `\0${signature}`)),
  );
  const pem = forge.pem.encode({ type: 'CERTIFICATE', body: der.toString('binary') });
  return pem.replaceAll('\r', '');
}
