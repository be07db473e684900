/** One value of DER: what ASN.1's encoding rules call tag, length and contents. */
export interface Der {
  /** The identifier octet; tags above 30 are not met in what is read here. */
  readonly tag: number;
  readonly content: Buffer;
  /** Tag, length and content. */
  readonly bytes: Buffer;
}

/** What is no DER; the message is that of Go's encoding/asn1. */
export class DerError extends Error {
  override readonly name = 'DerError';
}

export const TAG = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The tag of an explicit or constructed [n], and of a primitive one. */
export function contextTag(number: number, form: 'constructed' | 'primitive'): number {
  return (form === 'constructed' ? 0xa0 : 0x80) | number;
}

export interface DerHeader {
  readonly tag: number;
  readonly length: number;
  readonly contentOffset: number;
}

const LONG_FORM = 0x80;
const MOST_LENGTH_BYTES = 4;

function syntaxError(problem: string): DerError {
  return new DerError(`asn1: syntax error: ${problem}`);
}

function structureError(problem: string): DerError {
  return new DerError(`asn1: structure error: ${problem}`);
}

/** Tag and length at an offset. Throws DerError. */
export function readHeader(bytes: Buffer, offset = 0): DerHeader {
  const tag = bytes[offset];
  const first = bytes[offset + 1];
  if (tag === undefined || first === undefined) {
    throw syntaxError('truncated tag or length');
  }
  if (first < LONG_FORM) {
    return { tag, length: first, contentOffset: offset + 2 };
  }
  const count = first & 0x7f;
  if (count === 0) {
    throw syntaxError('indefinite length found (not DER)');
  }
  return { tag, ...longLength(bytes, offset + 2, count) };
}

function longLength(bytes: Buffer, start: number, count: number): Omit<DerHeader, 'tag'> {
  let length = 0;
  for (let index = 0; index < count; index += 1) {
    const byte = bytes[start + index];
    if (byte === undefined) {
      throw syntaxError('truncated tag or length');
    }
    if (length >= 2 ** 23 || index >= MOST_LENGTH_BYTES) {
      throw structureError('length too large');
    }
    length = length * 256 + byte;
    if (length === 0) {
      throw structureError('superfluous leading zeros in length');
    }
  }
  if (length < LONG_FORM) {
    throw structureError('non-minimal length');
  }
  return { length, contentOffset: start + count };
}

/** The value that begins at an offset. Throws DerError. */
export function readDer(bytes: Buffer, offset = 0): Der {
  const { tag, length, contentOffset } = readHeader(bytes, offset);
  if (contentOffset + length > bytes.length) {
    throw syntaxError('data truncated');
  }
  return {
    tag,
    content: bytes.subarray(contentOffset, contentOffset + length),
    bytes: bytes.subarray(offset, contentOffset + length),
  };
}

/** The values within contents, one after the other. Throws DerError. */
export function readAll(content: Buffer): readonly Der[] {
  const values: Der[] = [];
  for (let offset = 0; offset < content.length;) {
    const value = readDer(content, offset);
    values.push(value);
    offset += value.bytes.length;
  }
  return values;
}

/** The values within a constructed value of that tag. Throws DerError. */
export function children(value: Der | undefined, tag: number = TAG.sequence): readonly Der[] {
  if (value?.tag !== tag) {
    throw structureError("tags don't match");
  }
  return readAll(value.content);
}

/** The contents of a value of that tag. Throws DerError. */
export function contentOf(value: Der | undefined, tag: number): Buffer {
  if (value?.tag !== tag) {
    throw structureError("tags don't match");
  }
  return value.content;
}

/** An object identifier with dots. Throws DerError when the value is none. */
export function oidOf(value: Der | undefined): string {
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const byte of contentOf(value, TAG.oid)) {
    arc = (arc << 7n) | BigInt(byte & 0x7f);
    if (byte < LONG_FORM) {
      arcs.push(arc);
      arc = 0n;
    }
  }
  const [first = 0n, ...rest] = arcs;
  const root = first < 80n ? first / 40n : 2n;
  return [root, first - root * 40n, ...rest].join('.');
}

/** A whole number. Throws DerError when the value is none, or more than fits. */
export function integerOf(value: Der | undefined): number {
  const content = contentOf(value, TAG.integer);
  if (content.length === 0 || content.length > MOST_LENGTH_BYTES) {
    throw structureError(content.length === 0 ? 'empty integer' : 'integer too large');
  }
  return content.readIntBE(0, content.length);
}
