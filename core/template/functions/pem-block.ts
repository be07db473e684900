import { type ByteString, toBytes } from '../value/index.ts';
import { decodeBase64 } from './base64.ts';

export interface PemBlock {
  readonly type: ByteString;
  readonly headers: ReadonlyMap<ByteString, ByteString>;
  readonly bytes: Uint8Array;
}

export interface DecodedPem {
  readonly block: PemBlock;
  /** What follows the block's last line. */
  readonly rest: ByteString;
}

const BEGIN = '-----BEGIN ';
const END = '\n-----END ';
const DASHES = '-----';

interface Line {
  readonly text: ByteString;
  /** Where the next line begins. */
  readonly next: number;
}

function lineAt(data: ByteString, start: number): Line {
  const end = data.indexOf('\n', start);
  const text = end < 0 ? data.slice(start) : data.slice(start, end).replace(/\r$/u, '');
  return { text: text.replace(/[ \t]+$/u, ''), next: end < 0 ? data.length : end + 1 };
}

/** encoding/pem's Decode: the first block of the text, whatever surrounds it; undefined when there is none. */
export function decodePem(data: ByteString): DecodedPem | undefined {
  let start = 0;
  for (;;) {
    const end = data.indexOf(END, start);
    if (end < 0) {
      return undefined;
    }
    const begin = data.slice(start, end).lastIndexOf(BEGIN);
    const found = begin < 0 ? undefined : decodeAt(data, { start, begin: start + begin, end });
    if (found === 'ended') {
      return undefined;
    }
    if (found !== undefined) {
      return found;
    }
    start = end + END.length;
  }
}

interface Candidate {
  readonly start: number;
  /** Where its BEGIN line begins. */
  readonly begin: number;
  /** Where the line feed before its END line is. */
  readonly end: number;
}

interface Head {
  readonly type: ByteString;
  readonly headers: ReadonlyMap<ByteString, ByteString>;
  /** Where the base64 begins. */
  readonly body: number;
}

function readHeaders(data: ByteString, start: number): Omit<Head, 'type'> | 'ended' {
  const headers = new Map<ByteString, ByteString>();
  for (let body = start; body < data.length;) {
    const line = lineAt(data, body);
    const colon = line.text.indexOf(':');
    if (colon < 0) {
      return { headers, body };
    }
    headers.set(line.text.slice(0, colon).trim(), line.text.slice(colon + 1).trim());
    body = line.next;
  }
  return 'ended';
}

function decodeAt(data: ByteString, candidate: Candidate): DecodedPem | 'ended' | undefined {
  const { start, begin, end } = candidate;
  if (begin > start && data[begin - 1] !== '\n') {
    return undefined;
  }
  const first = lineAt(data, begin + BEGIN.length);
  if (!first.text.endsWith(DASHES)) {
    return undefined;
  }
  const type = first.text.slice(0, -DASHES.length);
  const head = readHeaders(data, first.next);
  if (head === 'ended') {
    return head;
  }
  const isWhole = head.headers.size === 0 || end >= head.body;
  return isWhole && endsWith(data, end + END.length, type)
    ? finish(data, { ...head, type }, end)
    : undefined;
}

function finish(data: ByteString, head: Head, end: number): DecodedPem | undefined {
  const bytes = decodeBody(end > head.body ? data.slice(head.body, end) : '');
  const rest = data.slice(lineAt(data, end + 1).next);
  return bytes && { block: { type: head.type, headers: head.headers, bytes }, rest };
}

function endsWith(data: ByteString, offset: number, type: ByteString): boolean {
  const trailer = `${type}${DASHES}`;
  return data.startsWith(trailer, offset) && lineAt(data, offset + trailer.length).text === '';
}

function decodeBody(text: ByteString): Uint8Array | undefined {
  const decoded = decodeBase64(text.replace(/[ \t]/gu, ''));
  return decoded.ok ? toBytes(decoded.bytes) : undefined;
}

/** All blocks of a text. */
export function* pemBlocks(data: ByteString): Generator<PemBlock> {
  for (let found = decodePem(data); found !== undefined; found = decodePem(found.rest)) {
    yield found.block;
  }
}

/** encoding/pem's Encode: lines of 64 characters, Proc-Type before the other headers. */
export function encodePem(block: PemBlock): ByteString {
  const names = [...block.headers.keys()].toSorted();
  const ordered = [
    ...names.filter((name) => name === 'Proc-Type'),
    ...names.filter((name) => name !== 'Proc-Type'),
  ];
  const headers = ordered.map((name) => `${name}: ${block.headers.get(name) ?? ''}\n`).join('');
  const body = Buffer.from(block.bytes)
    .toString('base64')
    .replace(/.{1,64}/gu, '$&\n');
  return `${BEGIN}${block.type}${DASHES}\n${headers}${headers && '\n'}${body}-----END ${block.type}${DASHES}\n`;
}

/** One block without headers. */
export function pemOf(type: ByteString, bytes: Uint8Array): ByteString {
  return encodePem({ type, headers: new Map(), bytes });
}

/** The text from its first BEGIN on. */
export function fromFirstBlock(text: ByteString): ByteString {
  const at = text.indexOf('-----BEGIN');
  return at > 0 ? text.slice(at) : text;
}
