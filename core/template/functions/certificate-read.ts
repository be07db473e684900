import { X509Certificate } from 'node:crypto';
import { type ByteString, FunctionError } from '../value/index.ts';
import {
  children,
  contentOf,
  contextTag,
  type Der,
  oidOf,
  readDer,
  TAG,
} from './certificate-der.ts';
import { pemOf } from './pem-block.ts';

/** What the functions need of a certificate. */
export interface Certificate {
  readonly bytes: Buffer;
  readonly subject: Der;
  readonly subjectKeyId: Buffer | undefined;
  readonly authorityKeyId: Buffer | undefined;
  /** The GeneralNames of its subjectAltName extension, in order. */
  readonly alternativeNames: readonly Der[];
  readonly x509: X509Certificate;
}

const OID = {
  subjectKeyId: '2.5.29.14',
  subjectAltName: '2.5.29.17',
  authorityKeyId: '2.5.29.35',
} as const;

const VERSION_TAG = contextTag(0, 'constructed');
const EXTENSIONS_TAG = contextTag(3, 'constructed');

function attempt<Value>(read: () => Value, problem: string): Value {
  try {
    return read();
  } catch (error) {
    throw new FunctionError(`x509: ${problem}`, { cause: error });
  }
}

/** crypto/x509's ParseCertificate. Throws FunctionError, worded as Go does. */
export function readCertificate(der: Uint8Array): Certificate {
  const bytes = Buffer.from(der);
  const outer = attempt(() => readDer(bytes), 'malformed certificate');
  if (outer.tag !== TAG.sequence) {
    throw new FunctionError('x509: malformed certificate');
  }
  if (outer.bytes.length !== bytes.length) {
    throw new FunctionError('x509: trailing data');
  }
  const fields = attempt(() => children(readDer(outer.content)), 'malformed tbs certificate');
  const x509 = attempt(() => new X509Certificate(bytes), 'malformed certificate');
  const [subject, extensions] = attempt(() => partsOf(fields), 'malformed certificate');
  const names = extensions.get(OID.subjectAltName);
  return {
    bytes,
    subject,
    subjectKeyId: attempt(
      () => subjectKeyIdOf(extensions.get(OID.subjectKeyId)),
      'invalid subject key identifier',
    ),
    authorityKeyId: attempt(
      () => authorityKeyIdOf(extensions.get(OID.authorityKeyId)),
      'invalid authority key identifier',
    ),
    alternativeNames: attempt(
      () => (names === undefined ? [] : children(readDer(names))),
      'invalid subject alternative names',
    ),
    x509,
  };
}

type Extensions = ReadonlyMap<string, Buffer>;

/** The subject, and the values of the extensions. */
function partsOf(fields: readonly Der[]): readonly [Der, Extensions] {
  const subject = fields[fields[0]?.tag === VERSION_TAG ? 5 : 4];
  if (subject === undefined) {
    throw new Error('no subject');
  }
  const holder = fields.find(({ tag }) => tag === EXTENSIONS_TAG);
  const extensions = holder === undefined ? [] : children(readDer(holder.content));
  return [
    subject,
    new Map(
      extensions.map((extension) => {
        const parts = children(extension);
        return [oidOf(parts[0]), contentOf(parts.at(-1), TAG.octetString)];
      }),
    ),
  ];
}

function subjectKeyIdOf(value: Buffer | undefined): Buffer | undefined {
  return value && contentOf(readDer(value), TAG.octetString);
}

function authorityKeyIdOf(value: Buffer | undefined): Buffer | undefined {
  const parts = value === undefined ? [] : children(readDer(value));
  return parts.find(({ tag }) => tag === contextTag(0, 'primitive'))?.content;
}

/** The certificates as PEM, one after the other. */
export function certificatesPem(certificates: readonly Certificate[]): ByteString {
  return certificates.map(({ bytes }) => pemOf('CERTIFICATE', bytes)).join('');
}
