import { Agent as HttpAgent, type IncomingMessage, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { ErrorCode } from '../runtime/index.ts';
import { createDeadline } from './abort.ts';

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpResponse {
  readonly status: number;
  readonly body: Buffer;
  /** The header's value; undefined when absent. */
  header(name: string): string | undefined;
}

/** Requests over kept-alive connections. Faults are HttpFaults; an aborted signal rejects with its reason. */
export interface HttpTransport {
  send(request: HttpRequest, signal: AbortSignal): Promise<HttpResponse>;
  readonly close: () => void;
}

export interface HttpTransportOptions {
  /** PEM; undefined: the system's authorities. */
  readonly ca?: string | undefined;
  /** PEM of the client's certificate and key, for mutual TLS. */
  readonly identity?: { readonly cert: string; readonly key: string } | undefined;
  /** Whose `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` hold. */
  readonly environment: Readonly<Record<string, string>>;
  /** From the first byte sent to the last received. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

/** No answer came. `words` are ours and publishable. */
export class HttpFault extends Error {
  override readonly name = 'HttpFault';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, words: string, cause: unknown) {
    super(words, { cause });
    this.code = code;
  }
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  EPIPE: 'connection reset',
  ENOTFOUND: 'host not found',
  EAI_AGAIN: 'host name could not be looked up',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  ETIMEDOUT: 'connection timed out',
  CERT_HAS_EXPIRED: 'TLS: the server’s certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'TLS: the server’s certificate is self-signed; set caBundle',
  SELF_SIGNED_CERT_IN_CHAIN: 'TLS: the server’s certificate is from an unknown CA; set caBundle',
  UNABLE_TO_GET_ISSUER_CERT: 'TLS: the server’s certificate is from an unknown CA; set caBundle',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'TLS: the server’s certificate is from an unknown CA; set caBundle',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'TLS: the server’s certificate is from an unknown CA; set caBundle',
  ERR_TLS_CERT_ALTNAME_INVALID: 'TLS: the server’s certificate is for another host name',
};

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';
}

/** A network error in our own words, since the system's differ with every address and port. */
export function describeNetworkError(error: unknown): string {
  const code = errorCode(error);
  return WORDS[code] ?? (code === '' ? 'connection failed' : `connection failed (${code})`);
}

async function readBody(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  const stream: AsyncIterable<Buffer> = response;
  for await (const bytes of stream) {
    size += bytes.length;
    if (size > maxBytes) {
      throw new HttpFault('PAYLOAD_MALFORMED', `the answer is larger than ${maxBytes} bytes`, '');
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

async function exchange(
  request: HttpRequest,
  agents: { readonly http: HttpAgent; readonly https: HttpsAgent },
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const options = { method: request.method, headers: request.headers, signal };
    const outgoing =
      request.url.protocol === 'https:'
        ? httpsRequest(request.url, { ...options, agent: agents.https })
        : httpRequest(request.url, { ...options, agent: agents.http });
    outgoing.once('response', resolve);
    outgoing.on('error', reject);
    outgoing.end(request.body);
  });
}

export function createHttpTransport(options: HttpTransportOptions): HttpTransport {
  const proxyEnv = options.environment;
  const http = new HttpAgent({ keepAlive: true, proxyEnv });
  const https = new HttpsAgent({
    keepAlive: true,
    proxyEnv,
    minVersion: 'TLSv1.2',
    ...(options.ca === undefined ? {} : { ca: options.ca }),
    ...options.identity,
  });

  return {
    async send(request, signal) {
      signal.throwIfAborted();
      const deadline = createDeadline(options.timeoutMs, signal);
      try {
        const response = await exchange(request, { http, https }, deadline.signal);
        const body = await readBody(response, options.maxBytes);
        return {
          status: response.statusCode ?? 0,
          body,
          header(name) {
            const value = response.headers[name.toLowerCase()];
            return Array.isArray(value) ? value[0] : value;
          },
        };
      } catch (error) {
        signal.throwIfAborted();
        if (deadline.isOver()) {
          throw new HttpFault('TIMEOUT', `no answer within ${options.timeoutMs} ms`, error);
        }
        if (error instanceof HttpFault) {
          throw error;
        }
        throw new HttpFault('BACKEND_UNAVAILABLE', describeNetworkError(error), error);
      } finally {
        deadline.clear();
      }
    },
    close() {
      http.destroy();
      https.destroy();
    },
  };
}
