import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a value looks like that must never be seen outside a payload. */
export const MARKER = 'marker-5d41402abc4b2a76';

/** What a backend can do wrong, whatever its protocol. */
export const FAULTS = [
  'forbidden',
  'rate-limited',
  'server-error',
  'reset',
  'malformed',
  'hang',
] as const;
export type Fault = (typeof FAULTS)[number];

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Reply {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface FaultyServer {
  readonly url: string;
  readonly calls: readonly Call[];
  /** The next `times` calls (default: all) fail so; undefined heals. */
  readonly fault: (kind: Fault | undefined, times?: number) => void;
  /** Calls that write fail so; the others go well. */
  readonly failWrites: (kind: Fault) => void;
  readonly close: () => Promise<void>;
}

export interface FaultyServerOptions {
  answer(call: Call): Reply;
  /** The backend's own form of a refusal; it repeats what it was sent, so that echoes would be seen. */
  refuse(kind: 'forbidden' | 'rate-limited' | 'server-error', call: Call): Reply;
  readonly contentType: string;
  /** Does this call change something? */
  readonly isWrite?: (call: Call) => boolean;
}

async function readCall(request: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  const url = new URL(request.url ?? '/', 'http://loopback');
  return {
    method: request.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

/** A loopback HTTP server that answers well until it is told to fail. */
export async function startFaultyServer(options: FaultyServerOptions): Promise<FaultyServer> {
  const calls: Call[] = [];
  let current: Fault | undefined;
  let remaining = 0;

  let writesOnly = false;

  function nextFault(call: Call): Fault | undefined {
    if (remaining <= 0 || (writesOnly && options.isWrite?.(call) !== true)) {
      return undefined;
    }
    remaining -= 1;
    return current;
  }

  function send(response: ServerResponse, reply: Reply): void {
    response.writeHead(reply.status, { 'content-type': options.contentType, ...reply.headers });
    response.end(reply.body);
  }

  function respond(call: Call, response: ServerResponse): void {
    const kind = nextFault(call);
    switch (kind) {
      case undefined:
        send(response, options.answer(call));
        return;
      case 'reset':
        response.socket?.resetAndDestroy();
        return;
      case 'hang':
        return;
      case 'malformed':
        send(response, { status: 200, body: `{"${MARKER}": cut sho` });
        return;
      case 'forbidden':
      case 'rate-limited':
      case 'server-error':
        send(response, options.refuse(kind, call));
    }
  }

  const server: Server = createServer((request, response) => {
    void readCall(request).then((call) => {
      calls.push(call);
      respond(call, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    failWrites(kind) {
      current = kind;
      remaining = Infinity;
      writesOnly = true;
    },
    fault(kind, times = Infinity) {
      writesOnly = false;
      current = kind;
      remaining = kind === undefined ? 0 : times;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
