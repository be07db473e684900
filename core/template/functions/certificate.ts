import type { KeyObject } from 'node:crypto';
import { printed } from '../fmt/index.ts';
import {
  type ByteString,
  defineFunction,
  type FunctionContext,
  FunctionError,
  type GoField,
  GoObject,
  type GoSlice,
  type TemplateFunction,
} from '../value/index.ts';
import { decodeBase64 } from './base64.ts';
import { parseAddress } from './certificate-address.ts';
import { issueCertificate, type Issuer } from './certificate-issue.ts';
import { keyPem, newKeyPem, newRsaKey, parsePemKey } from './certificate-key.ts';
import { readCertificate } from './certificate-read.ts';
import { decodePem, pemOf } from './pem-block.ts';

/** A certificate and its private key, both PEM. */
class CertificateAndKey extends GoObject {
  readonly type = 'sprig.certificate';
  readonly kind = 'struct';
  readonly cert: ByteString;
  readonly key: ByteString;

  constructor(cert: ByteString, key: ByteString) {
    super();
    this.cert = cert;
    this.key = key;
  }

  override fields(): readonly GoField[] {
    return [
      { name: 'Cert', type: 'string', value: this.cert },
      { name: 'Key', type: 'string', value: this.key },
    ];
  }

  override equals(other: GoObject): boolean {
    return other instanceof CertificateAndKey && other.cert === this.cert && other.key === this.key;
  }
}

/** What making keys takes from the budget of a template: some tenths of a second of a processor. */
const KEY_STEPS = 100_000;

function prefixed<Value>(prefix: string, action: () => Value): Value {
  try {
    return action();
  } catch (error) {
    if (error instanceof FunctionError) {
      throw new FunctionError(`${prefix}: ${error.message}`, { cause: error });
    }
    throw error;
  }
}

interface Subject {
  readonly commonName: ByteString;
  readonly addresses: readonly Uint8Array[];
  readonly names: readonly ByteString[];
  readonly isAuthority: boolean;
  readonly days: bigint;
}

const SERIAL_BYTES = 16;
const NANOSECONDS_A_DAY = 86_400_000_000_000n;

/** The days as Go's time.Duration has them: beyond 292 years it wraps. */
function daysLater(start: Date, days: bigint): Date {
  const nanoseconds = BigInt.asIntN(64, days * NANOSECONDS_A_DAY);
  return new Date(start.getTime() + Number(nanoseconds / 1_000_000n));
}

interface Keys {
  readonly key: KeyObject;
  readonly issuer?: Issuer;
}

function issue(subject: Subject, keys: Keys, { sources }: FunctionContext): CertificateAndKey {
  const notBefore = sources.now();
  const request = {
    ...subject,
    notBefore,
    notAfter: daysLater(notBefore, subject.days),
    serial: sources.randomBytes(SERIAL_BYTES),
  };
  const bytes = prefixed('error creating certificate', () =>
    issueCertificate(request, keys.key, keys.issuer),
  );
  return new CertificateAndKey(pemOf('CERTIFICATE', bytes), keyPem(keys.key));
}

function newKey({ budget }: FunctionContext): KeyObject {
  budget.spend(KEY_STEPS);
  return newRsaKey(2048);
}

function givenKey(pem: ByteString): KeyObject {
  return prefixed('parsing private key', () => parsePemKey(pem));
}

function addressesOf(values: GoSlice, { budget }: FunctionContext): readonly Uint8Array[] {
  return values.items.map((value) => {
    if (typeof value !== 'string') {
      throw new FunctionError(`error parsing ip: ${printed(value, budget)} is not a string`);
    }
    const address = parseAddress(value);
    if (address === undefined) {
      throw new FunctionError(`error parsing ip: ${value}`);
    }
    return address;
  });
}

function namesOf(values: GoSlice, { budget }: FunctionContext): readonly ByteString[] {
  return values.items.map((value) => {
    if (typeof value !== 'string') {
      throw new FunctionError(
        `error processing alternate dns name: ${printed(value, budget)} is not a string`,
      );
    }
    return value;
  });
}

function authority(commonName: ByteString, days: bigint): Subject {
  return { commonName, addresses: [], names: [], isAuthority: true, days };
}

type SubjectArguments = readonly [
  commonName: ByteString,
  addresses: GoSlice,
  names: GoSlice,
  days: bigint,
];

function subject(
  [commonName, addresses, names, days]: SubjectArguments,
  context: FunctionContext,
): Subject {
  return {
    commonName,
    addresses: addressesOf(addresses, context),
    names: namesOf(names, context),
    isAuthority: false,
    days,
  };
}

const SUBJECT = ['string', '[]interface {}', '[]interface {}', 'int'] as const;

function issuerOf(authorityPair: GoObject): Issuer {
  if (!(authorityPair instanceof CertificateAndKey)) {
    throw new Error('a certificate of another kind');
  }
  const block = decodePem(authorityPair.cert)?.block;
  if (block === undefined) {
    throw new FunctionError('unable to decode certificate');
  }
  return {
    certificate: prefixed('error parsing certificate: decodedSignerCert.Bytes', () =>
      readCertificate(block.bytes),
    ),
    key: prefixed('error parsing private key', () => parsePemKey(authorityPair.key)),
  };
}

const genPrivateKey = defineFunction({
  name: 'genPrivateKey',
  parameters: ['string'],
  call: ([type], { budget }) => {
    budget.spend(KEY_STEPS);
    return newKeyPem(type) ?? `Unknown type ${type}`;
  },
});

const genCA = defineFunction({
  name: 'genCA',
  parameters: ['string', 'int'],
  call: ([name, days], context) => issue(authority(name, days), { key: newKey(context) }, context),
});

const genCAWithKey = defineFunction({
  name: 'genCAWithKey',
  parameters: ['string', 'int', 'string'],
  call: ([name, days, pem], context) =>
    issue(authority(name, days), { key: givenKey(pem) }, context),
});

const genSelfSignedCert = defineFunction({
  name: 'genSelfSignedCert',
  parameters: SUBJECT,
  call: (args, context) => issue(subject(args, context), { key: newKey(context) }, context),
});

const genSelfSignedCertWithKey = defineFunction({
  name: 'genSelfSignedCertWithKey',
  parameters: [...SUBJECT, 'string'],
  call: ([name, addresses, names, days, pem], context) => {
    const key = givenKey(pem);
    return issue(subject([name, addresses, names, days], context), { key }, context);
  },
});

const genSignedCert = defineFunction({
  name: 'genSignedCert',
  parameters: [...SUBJECT, 'sprig.certificate'],
  call: ([name, addresses, names, days, pair], context) => {
    const issuer = issuerOf(pair);
    const wanted = subject([name, addresses, names, days], context);
    return issue(wanted, { key: newKey(context), issuer }, context);
  },
});

const genSignedCertWithKey = defineFunction({
  name: 'genSignedCertWithKey',
  parameters: [...SUBJECT, 'sprig.certificate', 'string'],
  call: ([name, addresses, names, days, pair, pem], context) => {
    const key = givenKey(pem);
    const issuer = issuerOf(pair);
    return issue(subject([name, addresses, names, days], context), { key, issuer }, context);
  },
});

function decodeField(base64: ByteString, what: string): ByteString {
  const decoded = decodeBase64(base64);
  if (!decoded.ok) {
    throw new FunctionError(`unable to decode base64 ${what}`);
  }
  return decoded.bytes;
}

const buildCustomCert = defineFunction({
  name: 'buildCustomCert',
  parameters: ['string', 'string'],
  call: ([base64Cert, base64Key]) => {
    const cert = decodeField(base64Cert, 'certificate');
    const key = decodeField(base64Key, 'private key');
    const block = decodePem(cert)?.block;
    if (block === undefined) {
      throw new FunctionError('unable to decode certificate');
    }
    prefixed('error parsing certificate: decodedCert.Bytes', () => readCertificate(block.bytes));
    prefixed('error parsing private key', () => parsePemKey(key));
    return new CertificateAndKey(cert, key);
  },
});

/** Sprig's functions that make keys and certificates. */
export const CERTIFICATE_FUNCTIONS: readonly TemplateFunction[] = [
  genPrivateKey,
  genCA,
  genCAWithKey,
  genSelfSignedCert,
  genSelfSignedCertWithKey,
  genSignedCert,
  genSignedCertWithKey,
  buildCustomCert,
];
