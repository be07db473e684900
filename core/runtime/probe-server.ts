import { createServer, type Server } from 'node:http';
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
  /** The port it listens on; 0 before start. */
  port(): number;
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
        server.once('error', reject);
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
