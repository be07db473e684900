import { createServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createAuthority, issueServingCertificate } from '../../certs/authority.ts';
import type { Connection } from '../../core/kube/index.ts';

/** One request as it came. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type ScriptedAnswer = (response: ServerResponse, request: SeenRequest) => void;

/** An HTTPS server on 127.0.0.1 that gives its answers in the order of the script, and then 500. */
export interface ScriptedApi {
  readonly connection: Connection;
  readonly seen: readonly SeenRequest[];
  readonly connections: () => number;
  script(...answers: readonly ScriptedAnswer[]): void;
  stop(): Promise<void>;
}

export function json(status: number, body: unknown, headers = {}): ScriptedAnswer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
}

/** A Status object with its code. */
export function refusal(code: number, message: string, rest: object = {}): ScriptedAnswer {
  return json(code, {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    message,
    code,
    ...rest,
  });
}

async function readBody(request: IncomingMessage): Promise<string> {
  request.setEncoding('utf8');
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
  }
  return text;
}

export async function startScriptedApi(): Promise<ScriptedApi> {
  const now = new Date();
  const authority = await createAuthority('scripted', now);
  const serving = await issueServingCertificate(authority, ['localhost'], now);
  const answers: ScriptedAnswer[] = [];
  const seen: SeenRequest[] = [];
  let connections = 0;
  const server = createServer({ key: serving.privateKeyPem, cert: serving.certificatePem });
  server.on('secureConnection', () => {
    connections += 1;
  });
  server.on('request', (request, response) => {
    void readBody(request).then((body) => {
      const url = new URL(request.url ?? '/', 'https://localhost');
      const { method = '', headers } = request;
      const arrived = { method, path: url.pathname, query: url.searchParams, headers, body };
      seen.push(arrived);
      const answer = answers.shift() ?? refusal(500, 'the script has ended');
      answer(response, arrived);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    connection: {
      server: `https://127.0.0.1:${port}`,
      ca: authority.certificatePem,
      serverName: 'localhost',
      verifyServer: true,
      namespace: 'default',
      credentials: async () => ({
        headers: { authorization: 'Bearer a-token' },
        cert: undefined,
        key: undefined,
      }),
    },
    seen,
    connections: () => connections,
    script(...more) {
      answers.push(...more);
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
