import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import express, { type Express } from 'express';
import type { CertificateUpkeep, ServingCertificate } from '../certs/index.ts';
import {
  AppError,
  type Clock,
  type Component,
  type Logger,
  type Probe,
  toAppError,
} from '../core/runtime/index.ts';
import type { Answer } from './admission/answer.ts';
import { readBody } from './body.ts';

/** Two objects of at most 3 MiB each, and what is around them. */
const MAX_BODY_BYTES = 7 * 1024 * 1024;
/** Longer than the 90 s after which the API server lets an idle connection go, so that it is never we who hang up first. */
const KEEP_ALIVE_MS = 120_000;
const HEADERS_TIMEOUT_MS = 32_000;
const REQUEST_TIMEOUT_MS = 35_000;
/** The API server's own default, for callers that name none. */
const DEFAULT_TIMEOUT_MS = 10_000;
const MAX_TIMEOUT_MS = 30_000;
/** We answer before the API server gives up. */
const MARGIN_MS = 500;

export type Answering = (body: Uint8Array, budgetMs: number) => Promise<Answer>;

export interface WebhookServerDeps {
  readonly host: string;
  /** 0 picks a free port. */
  readonly port: number;
  /** How long it goes on serving after it was told to stop. */
  readonly drainMs: number;
  readonly certificates: Pick<CertificateUpkeep, 'current' | 'onRenewal'>;
  /** By path, each answering POST. */
  readonly reviews: Readonly<Record<string, Answering>>;
  /** Undefined when the webhook may be asked. */
  readonly ready: Probe;
  readonly metrics: () => string;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface WebhookServer extends Component {
  /** The port it listens on; 0 before start. */
  port(): number;
}

/** The whole set each time: a renewal with key and certificate alone would fall back to Node's older minimum. */
function tlsOptions(certificate: ServingCertificate): {
  key: string;
  cert: string;
  minVersion: 'TLSv1.3';
} {
  return {
    key: certificate.privateKeyPem,
    cert: certificate.certificatePem,
    minVersion: 'TLSv1.3',
  };
}

/** The time a verdict may take, from `?timeout=5s`. */
function budgetMs(query: URLSearchParams): number {
  const seconds = /^(\d{1,3})s$/u.exec(query.get('timeout') ?? '')?.[1];
  const timeoutMs = seconds === undefined ? DEFAULT_TIMEOUT_MS : Number(seconds) * 1000;
  return Math.max(MARGIN_MS, Math.min(timeoutMs, MAX_TIMEOUT_MS) - MARGIN_MS);
}

function createProbes(deps: WebhookServerDeps, draining: () => boolean): Express {
  const app = express();
  app.disable('x-powered-by');
  app.get('/livez', (_request, response) => {
    response.type('text/plain').send('ok\n');
  });
  app.get('/readyz', (_request, response) => {
    const problem = draining() ? 'stopping' : deps.ready();
    response.status(problem === undefined ? 200 : 503);
    response.type('text/plain').send(`${problem ?? 'ok'}\n`);
  });
  app.get('/metrics', (_request, response) => {
    response.set('content-type', 'text/plain; version=0.0.4').send(deps.metrics());
  });
  app.use((_request, response) => {
    response.status(404).type('text/plain').send('not found\n');
  });
  return app;
}

function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

async function answerPost(
  request: IncomingMessage,
  response: ServerResponse,
  answering: Answering,
  query: URLSearchParams,
): Promise<void> {
  const body = await readBody(request, MAX_BODY_BYTES);
  if (body === 'too large') {
    send(
      response,
      413,
      'text/plain; charset=utf-8',
      `a review has at most ${MAX_BODY_BYTES} bytes\n`,
    );
    return;
  }
  const answer = await answering(body, budgetMs(query));
  send(response, answer.status, answer.contentType, answer.body);
}

/** CONFIG_INVALID when the address cannot be had. */
async function listenOn(server: Server, { host, port }: WebhookServerDeps): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'refused';
    throw new AppError(
      'CONFIG_INVALID',
      `cannot listen on ${host}:${port} (${reason}); see SALLYPORT_LISTEN_HOST and SALLYPORT_LISTEN_PORT`,
      { cause: error },
    );
  }
}

/** One HTTPS server: reviews by their raw bytes, everything else through express. */
export function createWebhookServer(deps: WebhookServerDeps): WebhookServer {
  let draining = false;
  const probes = createProbes(deps, () => draining);
  let server: Server | undefined;

  function route(request: IncomingMessage, response: ServerResponse): void {
    const url = URL.parse(request.url ?? '/', 'https://webhook');
    const answering = request.method === 'POST' ? deps.reviews[url?.pathname ?? ''] : undefined;
    if (draining) {
      response.setHeader('connection', 'close');
    }
    if (url === null || answering === undefined) {
      probes(request, response);
      return;
    }
    answerPost(request, response, answering, url.searchParams).catch((error: unknown) => {
      deps.log.warn('a review could not be answered', { reason: toAppError(error).message });
      response.destroy();
    });
  }

  function listen(): Server {
    const listening = createServer(
      {
        ...tlsOptions(deps.certificates.current()),
        keepAliveTimeout: KEEP_ALIVE_MS,
        headersTimeout: HEADERS_TIMEOUT_MS,
        requestTimeout: REQUEST_TIMEOUT_MS,
      },
      route,
    );
    deps.certificates.onRenewal((certificate) => {
      listening.setSecureContext(tlsOptions(certificate));
    });
    return listening;
  }

  return {
    name: 'webhook-server',
    port() {
      const address = server?.address();
      return typeof address === 'object' && address !== null ? address.port : 0;
    },
    async start() {
      server = listen();
      await listenOn(server, deps);
    },
    async stop() {
      draining = true;
      const stopping = server;
      if (stopping === undefined) {
        return;
      }
      await deps.clock.sleep(deps.drainMs, new AbortController().signal);
      const closed = once(stopping, 'close');
      stopping.close();
      stopping.closeIdleConnections();
      await closed;
    },
  };
}
