import type { IncomingMessage } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import { AppError, type Clock, isObject } from '../../runtime/index.ts';
import type { RawObject } from '../../api/index.ts';
import type { Connection } from './connection.ts';
import { withDeadline } from '../deadline.ts';
import { type Refusal, toNetworkError, toRefusal } from './refusal.ts';

const REQUEST_TIMEOUT_MS = 30_000;
/** Below the API server's own idle limit, so that it does not close a connection we are about to use. */
const IDLE_SOCKET_MS = 60_000;

export interface WireRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query: URLSearchParams;
  readonly accept: string;
  readonly contentType: string;
  readonly body: unknown;
}

export type Answer =
  | { readonly ok: true; readonly object: RawObject }
  | { readonly ok: false; readonly refusal: Refusal };

/** HTTPS to one API server, over kept connections. */
export interface Transport {
  /** One request and its whole answer, within 30 s. Throws when there is none: KUBE_UNAVAILABLE or ABORTED. */
  send(request: WireRequest, signal: AbortSignal): Promise<Answer>;
  /** The answer's body as it comes; a refusal is thrown. No deadline but the signal. */
  open(request: WireRequest, signal: AbortSignal): Promise<IncomingMessage>;
}

export function get(path: string, query: URLSearchParams, accept: string): WireRequest {
  return { method: 'GET', path, query, accept, contentType: '', body: undefined };
}

export function describeRequest({ method, path }: WireRequest): string {
  return `${method} ${path}`;
}

function baseOf(connection: Connection): URL {
  const base = URL.parse(connection.server);
  if (base?.protocol !== 'https:') {
    throw new AppError(
      'CONFIG_INVALID',
      `the API server must have an https URL: ${connection.server}`,
    );
  }
  return base;
}

async function readText(message: IncomingMessage): Promise<string> {
  message.setEncoding('utf8');
  let text = '';
  for await (const chunk of message) {
    text += String(chunk);
  }
  return text;
}

function parseBody(request: WireRequest, text: string): RawObject {
  try {
    const parsed: unknown = JSON.parse(text);
    if (isObject(parsed)) {
      return parsed;
    }
  } catch {
    // said below
  }
  throw new AppError(
    'KUBE_UNAVAILABLE',
    `${describeRequest(request)}: the answer is not a JSON object`,
  );
}

function isSuccess(message: IncomingMessage): boolean {
  const status = message.statusCode ?? 0;
  return status >= 200 && status < 300;
}

async function readRefusal(request: WireRequest, message: IncomingMessage): Promise<Refusal> {
  return toRefusal({
    request: describeRequest(request),
    httpStatus: message.statusCode ?? 0,
    retryAfter: message.headers['retry-after'],
    body: await readText(message),
  });
}

function headersOf(request: WireRequest, body: string | undefined): Record<string, string> {
  return {
    accept: request.accept,
    'user-agent': 'sallyport',
    ...(body === undefined
      ? {}
      : { 'content-type': request.contentType, 'content-length': String(Buffer.byteLength(body)) }),
  };
}

type Exchange = (request: WireRequest, signal: AbortSignal) => Promise<IncomingMessage>;

function createExchange(connection: Connection): Exchange {
  const base = baseOf(connection);
  const prefix = base.pathname.replace(/\/$/u, '');
  const agent = new Agent({
    keepAlive: true,
    timeout: IDLE_SOCKET_MS,
    rejectUnauthorized: connection.verifyServer,
    ...(connection.ca === undefined ? {} : { ca: connection.ca }),
    ...(connection.serverName === undefined ? {} : { servername: connection.serverName }),
  });

  return async (request, signal) => {
    const { headers, cert, key } = await connection.credentials(signal);
    const body = request.body === undefined ? undefined : JSON.stringify(request.body);
    const query = request.query.toString();
    const options = {
      agent,
      signal,
      method: request.method,
      hostname: base.hostname.replace(/^\[|\]$/gu, ''),
      port: base.port === '' ? 443 : Number(base.port),
      path: `${prefix}${request.path}${query === '' ? '' : `?${query}`}`,
      headers: { ...headersOf(request, body), ...headers },
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
    };
    return new Promise((resolve, reject) => {
      httpsRequest(options, resolve).on('error', reject).end(body);
    });
  };
}

/** The work's own faults stay; what the network did gets a name. */
async function reach<Result>(
  request: WireRequest,
  work: () => Promise<Result>,
  signal: AbortSignal,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const isNamed = error instanceof AppError || signal.aborted;
    throw isNamed ? error : toNetworkError(describeRequest(request), error);
  }
}

export function createTransport(connection: Connection, clock: Clock): Transport {
  const exchange = createExchange(connection);

  async function answerOf(request: WireRequest, signal: AbortSignal): Promise<Answer> {
    const message = await exchange(request, signal);
    return isSuccess(message)
      ? { ok: true, object: parseBody(request, await readText(message)) }
      : { ok: false, refusal: await readRefusal(request, message) };
  }

  return {
    async send(request, signal) {
      return withDeadline(
        { clock, limitMs: REQUEST_TIMEOUT_MS, request: describeRequest(request) },
        async (limited) => reach(request, async () => answerOf(request, limited), limited),
        signal,
      );
    },
    async open(request, signal) {
      const message = await reach(request, async () => exchange(request, signal), signal);
      if (!isSuccess(message)) {
        throw (await readRefusal(request, message)).error;
      }
      return message;
    },
  };
}
