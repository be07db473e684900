import {
  type ByteString,
  defineFunction,
  type FunctionContext,
  FunctionError,
  type TemplateFunction,
} from '../value/index.ts';
import { orderChain } from './certificate-chain.ts';
import { parseAnyKey } from './certificate-key.ts';
import { type Certificate, certificatesPem, readCertificate } from './certificate-read.ts';
import { type DecodedPem, decodePem, pemOf } from './pem-block.ts';
import { forge } from './pkcs12-cipher.ts';
import { decodeChain, type KeyAndChain } from './pkcs12-read.ts';
import { encodeKeyStore, encodeTrustStore } from './pkcs12-write.ts';

function decode(
  problem: string,
  [password, text]: readonly [ByteString, ByteString],
  { budget }: FunctionContext,
): KeyAndChain {
  try {
    return decodeChain(text, password, (rounds) => {
      budget.spend(rounds);
    });
  } catch (error) {
    if (error instanceof FunctionError) {
      throw new FunctionError(`${problem}: ${error.message}`, { cause: error });
    }
    throw error;
  }
}

function keyOf(password: ByteString, text: ByteString, context: FunctionContext): ByteString {
  const { key } = decode('unable to decode pkcs12 with password', [password, text], context);
  return pemOf('PRIVATE KEY', key.export({ format: 'der', type: 'pkcs8' }));
}

/** Leaf first where the certificates are one chain, else as they are in the file. */
function inOrder(chain: readonly Certificate[]): readonly Certificate[] {
  try {
    return orderChain(chain);
  } catch (error) {
    if (error instanceof FunctionError) {
      return chain;
    }
    throw error;
  }
}

function chainOf(password: ByteString, text: ByteString, context: FunctionContext): ByteString {
  const problem = 'unable to decode pkcs12 certificate with password';
  return certificatesPem(inOrder(decode(problem, [password, text], context).chain));
}

/** A block that Go takes for granted. */
function firstBlock(text: ByteString): DecodedPem {
  const found = decodePem(text);
  if (found === undefined) {
    throw new FunctionError('runtime error: invalid memory address or nil pointer dereference');
  }
  return found;
}

/** Certificates up to the end of the text; anything else in it is a fault. */
function allCertificates(text: ByteString): readonly Certificate[] {
  const certificates: Certificate[] = [];
  for (let rest = text; rest !== '';) {
    const found = firstBlock(rest);
    certificates.push(readCertificate(found.block.bytes));
    rest = found.rest;
  }
  return certificates;
}

interface Pems {
  readonly cert: ByteString;
  readonly key: ByteString;
  readonly password: ByteString;
}

function keyStore(pems: Pems, scope: 'leaf' | 'full', context: FunctionContext): ByteString {
  const first = firstBlock(pems.cert);
  const certificate = readCertificate(first.block.bytes);
  const others = scope === 'full' ? allCertificates(first.rest) : [];
  const key = parseAnyKey(firstBlock(pems.key).block.bytes);
  return encodeKeyStore({ key, certificate, others }, pems.password, context).toString('base64');
}

function trustStore(text: ByteString, password: ByteString, context: FunctionContext): ByteString {
  return encodeTrustStore(allCertificates(text), password, context).toString('base64');
}

const prepare = forge.load;

/** ESO's functions for PKCS#12 (eso.md 4): the file is raw bytes going in and base64 coming out. */
export const PKCS12_FUNCTIONS: readonly TemplateFunction[] = [
  defineFunction({
    name: 'pkcs12key',
    parameters: ['string'],
    prepare,
    call: ([text], context) => keyOf('', text, context),
  }),
  defineFunction({
    name: 'pkcs12keyPass',
    parameters: ['string', 'string'],
    prepare,
    call: ([password, text], context) => keyOf(password, text, context),
  }),
  defineFunction({
    name: 'pkcs12cert',
    parameters: ['string'],
    prepare,
    call: ([text], context) => chainOf('', text, context),
  }),
  defineFunction({
    name: 'pkcs12certPass',
    parameters: ['string', 'string'],
    prepare,
    call: ([password, text], context) => chainOf(password, text, context),
  }),
  defineFunction({
    name: 'pemToPkcs12',
    parameters: ['string', 'string'],
    call: ([cert, key], context) => keyStore({ cert, key, password: '' }, 'leaf', context),
  }),
  defineFunction({
    name: 'pemToPkcs12Pass',
    parameters: ['string', 'string', 'string'],
    call: ([cert, key, password], context) => keyStore({ cert, key, password }, 'leaf', context),
  }),
  defineFunction({
    name: 'fullPemToPkcs12',
    parameters: ['string', 'string'],
    call: ([cert, key], context) => keyStore({ cert, key, password: '' }, 'full', context),
  }),
  defineFunction({
    name: 'fullPemToPkcs12Pass',
    parameters: ['string', 'string', 'string'],
    call: ([cert, key, password], context) => keyStore({ cert, key, password }, 'full', context),
  }),
  defineFunction({
    name: 'pemTruststoreToPKCS12',
    parameters: ['string'],
    call: ([text], context) => trustStore(text, '', context),
  }),
  defineFunction({
    name: 'pemTruststoreToPKCS12Pass',
    parameters: ['string', 'string'],
    call: ([text, password], context) => trustStore(text, password, context),
  }),
];
