import { createHash, createHmac } from 'node:crypto';
import type { Call, Reply } from './faulty-server.ts';

/** What AWS's JSON 1.1 services have in common: whose signature is good, inputs and answers. */
export interface AwsOptions {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Temporary keys come with it, and are refused without it. */
  readonly sessionToken?: string;
  readonly region: string;
}

export type AwsInput = Readonly<Record<string, unknown>>;

export function inputText(input: AwsInput, name: string): string | undefined {
  const value = input[name];
  return typeof value === 'string' ? value : undefined;
}

export function failed(status: number, type: string, message: string): Reply {
  return { status, body: JSON.stringify({ __type: type, message }) };
}

export function ok(body: unknown): Reply {
  return { status: 200, body: JSON.stringify(body) };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

/** Signature Version 4, from AWS's description of it: canonical request, string to sign, derived key. */
function signatureOf(call: Call, signedHeaders: string, scope: string, secret: string): string {
  const headers = signedHeaders
    .split(';')
    .map((name) => `${name}:${String(call.headers[name]).trim().replaceAll(/\s+/gu, ' ')}\n`);
  const canonical = [
    call.method,
    call.path,
    '',
    headers.join(''),
    signedHeaders,
    sha256(call.body),
  ].join('\n');
  const date = String(call.headers['x-amz-date']);
  const toSign = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n');
  const key = scope
    .split('/')
    .reduce<string | Buffer>((parent, part) => hmac(parent, part), `AWS4${secret}`);
  return hmac(key, toSign).toString('hex');
}

interface Authorization {
  readonly accessKeyId: string;
  readonly scope: string;
  readonly signedHeaders: string;
  readonly signature: string;
}

function readAuthorization(call: Call): Authorization | undefined {
  const pattern =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]+)$/u;
  const match = pattern.exec(call.headers.authorization ?? '');
  const [, accessKeyId = '', scope = '', signedHeaders = '', signature = ''] = match ?? [];
  return match === null ? undefined : { accessKeyId, scope, signedHeaders, signature };
}

/** AWS's refusal of a request that is not signed by these keys for this region and service. */
export function checkSignature(
  call: Call,
  service: string,
  options: AwsOptions,
): Reply | undefined {
  const shown = readAuthorization(call);
  if (shown === undefined) {
    return failed(400, 'MissingAuthenticationTokenException', 'Missing Authentication Token');
  }
  const { accessKeyId, scope, signedHeaders, signature } = shown;
  if (accessKeyId !== options.accessKeyId) {
    const words = `The security token included in the request is invalid: ${accessKeyId}`;
    return failed(400, 'UnrecognizedClientException', words);
  }
  if (call.headers['x-amz-security-token'] !== options.sessionToken) {
    return failed(400, 'ExpiredTokenException', 'The security token of the request is expired');
  }
  const isOurs = scope.endsWith(`/${options.region}/${service}/aws4_request`);
  const expected = signatureOf(call, signedHeaders, scope, options.secretAccessKey);
  const words = `The request signature we calculated does not match: ${String(call.headers.authorization)}`;
  return isOurs && signature === expected
    ? undefined
    : failed(400, 'InvalidSignatureException', words);
}

export function awsRefusal(kind: 'forbidden' | 'rate-limited' | 'server-error', call: Call): Reply {
  const echo = `you sent ${String(call.headers.authorization)} ${call.body}`;
  switch (kind) {
    case 'forbidden':
      return failed(400, 'AccessDeniedException', `not authorized; ${echo}`);
    case 'rate-limited':
      return {
        ...failed(400, 'ThrottlingException', 'Rate exceeded'),
        headers: { 'retry-after': '7' },
      };
    case 'server-error':
      return failed(500, 'InternalServiceError', `An error occurred; ${echo}`);
  }
}
