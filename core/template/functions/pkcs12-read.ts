import type { KeyObject } from 'node:crypto';
import { type ByteString, FunctionError, toBytes } from '../value/index.ts';
import {
  children,
  contentOf,
  contextTag,
  type Der,
  DerError,
  integerOf,
  oidOf,
  readDer,
  readHeader,
  TAG,
} from './certificate-der.ts';
import { parseKey } from './certificate-key.ts';
import { type Certificate, readCertificate } from './certificate-read.ts';
import { type Access, type CountRounds, decrypt } from './pkcs12-cipher.ts';
import { isMacOf, notSupported, readMac } from './pkcs12-mac.ts';
import { encodePassword, isEmptyPassword, NO_PASSWORD } from './pkcs12-password.ts';

/** A private key and its certificates, the first the key's own. */
export interface KeyAndChain {
  readonly key: KeyObject;
  readonly chain: readonly Certificate[];
}

const OID = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  keyBag: '1.2.840.113549.1.12.10.1.1',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certBag: '1.2.840.113549.1.12.10.1.3',
  x509Certificate: '1.2.840.113549.1.9.22.1',
} as const;

const EXPLICIT = contextTag(0, 'constructed');
const MOST_SAFES = 2;

/** How encoding/asn1 describes a field it was told nothing of. */
const FIELD =
  '{optional:false explicit:false application:false private:false defaultValue:<nil> tag:<nil> stringType:0 timeType:0 set:false omitEmpty:false}';

/** The outermost value. Throws DerError with Go's words for what is no PKCS#12 file at all. */
function readOutermost(bytes: Buffer): Der {
  if (bytes.length === 0) {
    throw new DerError('asn1: syntax error: sequence truncated');
  }
  const { tag, length, contentOffset } = readHeader(bytes);
  if (tag !== TAG.sequence) {
    const found = `{class:${tag >> 6} tag:${tag & 0x1f} length:${length} isCompound:${String((tag & 0x20) !== 0)}}`;
    throw new DerError(
      `asn1: structure error: tags don't match (16 vs ${found}) ${FIELD} pfxPdu @${contentOffset}`,
    );
  }
  const outermost = readDer(bytes);
  if (outermost.bytes.length !== bytes.length) {
    throw new DerError('pkcs12: trailing data found');
  }
  return outermost;
}

function explicit(value: Der | undefined): Der {
  return readDer(contentOf(value, EXPLICIT));
}

interface Pfx {
  readonly contents: Buffer;
  readonly mac: Der | undefined;
}

function readPfx(bytes: Buffer): Pfx {
  try {
    const [version, safe, mac] = children(readOutermost(bytes));
    if (integerOf(version) !== 3) {
      throw notSupported("can only decode v3 PFX PDU's");
    }
    const [type, content] = children(safe);
    if (oidOf(type) !== OID.data) {
      throw notSupported('only password-protected PFX is implemented');
    }
    return { contents: contentOf(explicit(content), TAG.octetString), mac };
  } catch (error) {
    if (error instanceof DerError) {
      throw notSupported(`error reading P12 data: ${error.message}`);
    }
    throw error;
  }
}

/** The password that fits: the given one or, for an empty one, none at all. */
function checkMac({ contents, mac }: Pfx, access: Access): Access {
  if (mac === undefined) {
    if (!isEmptyPassword(access.password)) {
      throw notSupported('no MAC in data');
    }
    return access;
  }
  const read = readMac(mac);
  access.countRounds(read.iterations);
  if (isMacOf(read, contents, access.password)) {
    return access;
  }
  if (isEmptyPassword(access.password) && isMacOf(read, contents, NO_PASSWORD)) {
    return { ...access, password: NO_PASSWORD };
  }
  throw notSupported('decryption password incorrect');
}

function safeContents(safe: Der, access: Access): readonly Der[] {
  const [type, content] = children(safe);
  const id = oidOf(type);
  if (id === OID.data) {
    return children(readDer(contentOf(explicit(content), TAG.octetString)));
  }
  if (id !== OID.encryptedData) {
    throw notSupported(
      'only data and encryptedData content types are supported in authenticated safe',
    );
  }
  const [version, info] = children(explicit(content));
  if (integerOf(version) !== 0) {
    throw notSupported('only version 0 of EncryptedData is supported');
  }
  const [, algorithm, encrypted] = children(info);
  const data = encrypted && contentOf(encrypted, contextTag(0, 'primitive'));
  return children(readDer(decrypt(algorithm, data ?? Buffer.alloc(0), access)));
}

function readCertBag(value: Der): Certificate {
  const [type, content] = children(value);
  if (oidOf(type) !== OID.x509Certificate) {
    throw notSupported('only X509 certificates are supported in cert bags');
  }
  return readCertificate(contentOf(explicit(content), TAG.octetString));
}

function readPkcs8(bytes: Buffer): KeyObject {
  const key = parseKey(bytes, 'pkcs8');
  if (key === undefined) {
    throw notSupported('error parsing PKCS#8 private key: x509: failed to parse private key');
  }
  return key;
}

function readShroudedKey(value: Der, access: Access): KeyObject {
  const [algorithm, encrypted] = children(value);
  try {
    return readPkcs8(decrypt(algorithm, contentOf(encrypted, TAG.octetString), access));
  } catch (error) {
    if (error instanceof FunctionError && !error.message.includes('error parsing')) {
      throw notSupported(`error decrypting PKCS#8 shrouded key bag: ${error.message}`);
    }
    throw error;
  }
}

/** go-pkcs12's DecodeChain. Throws FunctionError, worded as it does. */
export function decodeChain(
  text: ByteString,
  password: ByteString,
  countRounds: CountRounds,
): KeyAndChain {
  try {
    const given = { password: encodePassword(password), countRounds };
    const pfx = readPfx(Buffer.from(toBytes(text)));
    const access = checkMac(pfx, given);
    const safes = children(readDer(pfx.contents));
    if (safes.length < 1 || safes.length > MOST_SAFES) {
      throw notSupported(
        `expected between 1 and ${MOST_SAFES} items in the authenticated safe, but this file has ${safes.length}`,
      );
    }
    return sort(
      safes.flatMap((safe) => safeContents(safe, access)),
      access,
    );
  } catch (error) {
    if (error instanceof DerError) {
      throw new FunctionError(error.message, { cause: error });
    }
    throw error;
  }
}

function sort(bags: readonly Der[], access: Access): KeyAndChain {
  const chain: Certificate[] = [];
  const keys: KeyObject[] = [];
  for (const bag of bags) {
    const [type, content] = children(bag);
    const id = oidOf(type);
    if (id === OID.certBag) {
      chain.push(readCertBag(explicit(content)));
    } else if (id === OID.keyBag || id === OID.shroudedKeyBag) {
      if (keys.length > 0) {
        throw notSupported('expected exactly one key bag');
      }
      const value = explicit(content);
      keys.push(id === OID.keyBag ? readPkcs8(value.bytes) : readShroudedKey(value, access));
    }
  }
  if (chain.length === 0) {
    throw notSupported('certificate missing');
  }
  const [key] = keys;
  if (key === undefined) {
    throw notSupported('private key missing');
  }
  return { key, chain };
}
