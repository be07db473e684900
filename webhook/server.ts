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
} from '../core/runtime/index.ts';
import { createReviewRoute, type Reviewer, type ShedReason } from './review-route.ts';

/** Longer than the 90 s after which the API server lets an idle connection go, so that it is never we who hang up first. */
const KEEP_ALIVE_MS = 120_000;
const HEADERS_TIMEOUT_MS = 32_000;
const REQUEST_TIMEOUT_MS = 35_000;
/** How often Node looks for requests and headers that took too long. */
const TIMEOUT_CHECK_MS = 5_000;

/** How long a caller may take for its part, in milliseconds, and how many are heard at once. */
export interface ServerLimits {
  readonly headersMs: number;
  /** For the whole request, headers and body. */
  readonly requestMs: number;
  /** How often that is looked at. */
  readonly checkMs: number;
  /** Reviews that wait for a verdict at once; what comes above is better answered by another replica. */
  readonly judged: number;
}

export const SERVER_LIMITS: ServerLimits = {
  headersMs: HEADERS_TIMEOUT_MS,
  requestMs: REQUEST_TIMEOUT_MS,
  checkMs: TIMEOUT_CHECK_MS,
  judged: 512,
};

export interface WebhookServerDeps {
  readonly host: string;
  /** 0 picks a free port. */
  readonly port: number;
  /** How long it goes on serving after it was told to stop. */
  readonly drainMs: number;
  readonly certificates: Pick<CertificateUpkeep, 'current' | 'onRenewal'>;
  /** By path, each answering POST. */
  readonly reviews: Readonly<Record<string, Reviewer>>;
  readonly onShed: (reason: ShedReason) => void;
  readonly limits: ServerLimits;
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

type Phase = 'serving' | 'draining' | 'stopping';

/**
 * One HTTPS server: reviews by their raw bytes, everything else through express. Told to stop, it goes on serving for a
 * while, unready and letting go of connections, since API servers hear late of it; what comes after that is sent elsewhere.
 */
export function createWebhookServer(deps: WebhookServerDeps): WebhookServer {
  let phase: Phase = 'serving';
  const probes = createProbes(deps, () => phase !== 'serving');
  const review = createReviewRoute({
    ...deps,
    maxJudged: deps.limits.judged,
    isStopping: () => phase === 'stopping',
  });
  let server: Server | undefined;

  function route(request: IncomingMessage, response: ServerResponse): void {
    if (phase !== 'serving') {
      response.setHeader('connection', 'close');
    }
    if (!review(request, response)) {
      probes(request, response);
    }
  }

  function listen(): Server {
    const listening = createServer(
      {
        ...tlsOptions(deps.certificates.current()),
        keepAliveTimeout: KEEP_ALIVE_MS,
        headersTimeout: deps.limits.headersMs,
        requestTimeout: deps.limits.requestMs,
        connectionsCheckingInterval: deps.limits.checkMs,
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
      phase = 'draining';
      const stopping = server;
      if (stopping === undefined) {
        return;
      }
      await deps.clock.sleep(deps.drainMs, new AbortController().signal);
      phase = 'stopping';
      const closed = once(stopping, 'close');
      stopping.close();
      stopping.closeIdleConnections();
      await closed;
    },
  };
}
