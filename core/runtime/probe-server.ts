import { createServer, type Server } from 'node:http';
import { AppError } from './errors.ts';
import type { Component } from './lifecycle.ts';

/** A probe answers undefined when well, otherwise what is wrong. */
export type Probe = () => string | undefined;

export interface ProbeServerOptions {
  readonly host: string;
  /** 0 picks a free port. */
  readonly port: number;
  readonly probes: Readonly<Record<string, Probe>>;
  readonly metrics: () => string;
}

export interface ProbeServer extends Component {
  /** CONFIG_INVALID where the address cannot be had: another process listens there, or it is not this machine's. */
  start(signal: AbortSignal): Promise<void>;
  /** The port it listens on; 0 before start. */
  port(): number;
}

function refusedAddress({ host, port }: ProbeServerOptions, cause: Error): AppError {
  const code = 'code' in cause ? String(cause.code) : 'no reason given';
  return new AppError(
    'CONFIG_INVALID',
    `probes and metrics cannot be served at ${host}:${port} (${code}); set another probe port, or end who listens there`,
    { cause },
  );
}

/** Plain HTTP for the kubelet and Prometheus: one path a probe (200 or 503 with the reason), and /metrics. */
export function createProbeServer(options: ProbeServerOptions): ProbeServer {
  const server: Server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const probe = options.probes[path];
    if (path === '/metrics') {
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' });
      response.end(options.metrics());
      return;
    }
    if (probe === undefined) {
      response.writeHead(404).end();
      return;
    }
    const problem = probe();
    response.writeHead(problem === undefined ? 200 : 503, { 'content-type': 'text/plain' });
    response.end(`${problem ?? 'ok'}\n`);
  });

  return {
    name: 'probe-server',
    port() {
      const address = server.address();
      return typeof address === 'object' && address !== null ? address.port : 0;
    },
    async start() {
      await new Promise<void>((resolve, reject) => {
        server.once('error', (cause) => {
          reject(refusedAddress(options, cause));
        });
        server.listen(options.port, options.host, resolve);
      });
    },
    async stop() {
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      });
    },
  };
}
