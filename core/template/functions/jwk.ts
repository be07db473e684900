import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import {
  type ByteString,
  defineFunction,
  FunctionError,
  type TemplateFunction,
  toText,
} from '../value/index.ts';
import { jsonRefusal } from './json-scan.ts';
import { pemOf } from './pem-block.ts';

type Jwk = Readonly<Record<string, unknown>>;

const JSON_PROBLEM = 'failed to unmarshal JSON into key hint';

/** The object in a JSON text. Throws FunctionError; Go's words for the faults met most. */
function parseJwk(text: ByteString): Jwk {
  const trimmed = text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/gu, '');
  if (trimmed === '') {
    throw new FunctionError(`${JSON_PROBLEM}: EOF`);
  }
  try {
    const parsed: unknown = JSON.parse(toText(trimmed));
    if (isObject(parsed)) {
      return parsed;
    }
  } catch {
    throw new FunctionError(`${JSON_PROBLEM}: ${jsonProblem(trimmed)}`);
  }
  throw new FunctionError(`${JSON_PROBLEM}: json: cannot unmarshal into a key`);
}

function isObject(value: unknown): value is Jwk {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** In the words of Go's decoder, to which a text that ends too early is a stream that does. */
function jsonProblem(text: ByteString): string {
  const refusal = jsonRefusal(text) ?? 'invalid JSON';
  return CUT.test(refusal) ? 'unexpected EOF' : refusal;
}

const CUT =
  /^(?:unexpected end|invalid character ' ' (?:in (?:literal|numeric|string|exponent)|after decimal))/u;

/** The types as Go's reflect names them. */
const GO_NAMES: ReadonlyMap<unknown, readonly [privateKey: string, publicKey: string]> = new Map([
  ['RSA', ['*rsa.PrivateKey', '*rsa.PublicKey']],
  ['EC', ['*ecdsa.PrivateKey', '*ecdsa.PublicKey']],
  ['OKP', ['ed25519.PrivateKey', 'ed25519.PublicKey']],
  ['oct', ['[]uint8', '[]uint8']],
]);
const CURVES: ReadonlySet<unknown> = new Set(['P-256', 'P-384', 'P-521', 'Ed25519']);

interface ParsedJwk {
  readonly jwk: Jwk;
  readonly isPrivate: boolean;
  readonly goName: string;
}

function readJwk(text: ByteString): ParsedJwk {
  const jwk = parseJwk(text);
  const kty = typeof jwk['kty'] === 'string' ? jwk['kty'] : '';
  const names = GO_NAMES.get(kty);
  if (names === undefined) {
    throw new FunctionError(`invalid key type from JSON (${kty})`);
  }
  if ((kty === 'EC' || kty === 'OKP') && !CURVES.has(jwk['crv'])) {
    throw new FunctionError('failed to unmarshal JSON into key: unsupported curve');
  }
  const isPrivate = typeof jwk['d'] === 'string';
  return { jwk, isPrivate, goName: names[isPrivate ? 0 : 1] };
}

function importKey(create: () => KeyObject): KeyObject {
  try {
    return create();
  } catch (error) {
    throw new FunctionError('failed to unmarshal JSON into key: a field is missing or wrong', {
      cause: error,
    });
  }
}

const jwkPublicKeyPem = defineFunction({
  name: 'jwkPublicKeyPem',
  parameters: ['string'],
  call: ([text]) => {
    const { jwk, isPrivate, goName } = readJwk(text);
    if (isPrivate || goName === '[]uint8') {
      throw new FunctionError(`x509: unsupported public key type: ${goName}`);
    }
    const key = importKey(() => createPublicKey({ key: jwk, format: 'jwk' }));
    return pemOf('PUBLIC KEY', key.export({ format: 'der', type: 'spki' }));
  },
});

const jwkPrivateKeyPem = defineFunction({
  name: 'jwkPrivateKeyPem',
  parameters: ['string'],
  call: ([text]) => {
    const { jwk, isPrivate, goName } = readJwk(text);
    if (!isPrivate) {
      throw new FunctionError(`x509: unknown key type while marshaling PKCS#8: ${goName}`);
    }
    const key = importKey(() => createPrivateKey({ key: jwk, format: 'jwk' }));
    return pemOf('PRIVATE KEY', key.export({ format: 'der', type: 'pkcs8' }));
  },
});

/** ESO's functions that turn JSON Web Keys into PEM (eso.md 4). */
export const JWK_FUNCTIONS: readonly TemplateFunction[] = [jwkPublicKeyPem, jwkPrivateKeyPem];
