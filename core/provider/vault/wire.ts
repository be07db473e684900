import nodeVault from 'node-vault';
import type { HttpResponse, HttpTransport } from '../http.ts';
import { parseRetryAfter } from '../fault.ts';

/** An answer's JSON text as it came. */
export class VaultAnswer {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** An answer that was not 200 or 204, reduced to what may be said about it. */
export class VaultRefusal extends Error {
  override readonly name = 'VaultRefusal';
  readonly status: number;
  readonly words: readonly string[];
  readonly retryAfterMs: number | undefined;

  constructor(status: number, words: readonly string[], retryAfterMs: number | undefined) {
    super(`HTTP ${status}`);
    this.status = status;
    this.words = words;
    this.retryAfterMs = retryAfterMs;
  }
}

export interface VaultCall {
  readonly method: 'GET' | 'LIST' | 'POST' | 'DELETE';
  /** Below /v1/, encoded. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON, sent as it is. */
  readonly body?: string;
}

/** Vault's HTTP API: faults are VaultRefusal, HttpFault or the signal's reason. */
export interface VaultWire {
  send(call: VaultCall, signal: AbortSignal): Promise<VaultAnswer>;
}

/** What node-vault hands to its transport. */
interface NodeVaultRequest {
  readonly method: string;
  readonly uri: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly json?: string;
  readonly signal: AbortSignal;
}

interface NodeVaultResponse {
  readonly statusCode: number;
  readonly body: VaultAnswer;
  readonly request: { readonly path: string };
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function wordsOf(body: string): readonly string[] {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== 'object' || parsed === null) {
      return [];
    }
    const { errors, warnings } = { errors: undefined, warnings: undefined, ...parsed };
    return [...texts(errors), ...texts(warnings)];
  } catch {
    return []; // a proxy's page, not Vault's words
  }
}

/** Sends once more to where a standby node points (307), never from TLS to plain text. */
async function follow(
  transport: HttpTransport,
  request: NodeVaultRequest,
  response: HttpResponse,
): Promise<HttpResponse> {
  const from = new URL(request.uri);
  const location = response.header('location');
  if (response.status !== 307 || location === undefined || !URL.canParse(location, from.href)) {
    return response;
  }
  const to = new URL(location, from);
  if (to.protocol !== from.protocol) {
    return response;
  }
  return transport.send(toHttp(request, to), request.signal);
}

function toHttp(request: NodeVaultRequest, url: URL): Parameters<HttpTransport['send']>[0] {
  const { method, headers } = request;
  return request.json === undefined
    ? { method, url, headers }
    : {
        method,
        url,
        headers: { ...headers, 'content-type': 'application/json' },
        body: request.json,
      };
}

/**
 * node-vault over our transport in place of the one it brings: that one knows no AbortSignal, re-reads numbers as doubles,
 * and its errors carry the request with its token.
 */
export function createVaultWire(
  endpoint: string,
  transport: HttpTransport,
  now: () => Date,
): VaultWire {
  async function request(options: NodeVaultRequest): Promise<NodeVaultResponse> {
    const url = new URL(options.uri);
    const first = await transport.send(toHttp(options, url), options.signal);
    const response = await follow(transport, options, first);
    const text = response.body.toString('utf8');
    if (response.status !== 200 && response.status !== 204) {
      const retryAfterMs = parseRetryAfter(response.header('retry-after'), now());
      throw new VaultRefusal(response.status, wordsOf(text), retryAfterMs);
    }
    return {
      statusCode: response.status,
      body: new VaultAnswer(text),
      request: { path: url.pathname },
    };
  }

  const client = nodeVault({
    endpoint,
    debug: () => undefined,
    noCustomHTTPVerbs: true, // LIST is a verb that proxies refuse; Vault takes ?list=1 as well
    'request-promise': { defaults: () => request },
  });
  // node-vault falls back to VAULT_TOKEN, VAULT_NAMESPACE and VAULT_PREFIX; a store says all of that itself.
  Object.assign(client, { token: '', namespace: '', pathPrefix: '' });

  async function dispatch(call: VaultCall, signal: AbortSignal): Promise<unknown> {
    const options = { headers: { ...call.headers }, signal };
    switch (call.method) {
      case 'GET':
        return client.read(call.path, options);
      case 'LIST':
        return client.list(call.path, options);
      case 'POST':
        return client.write(call.path, call.body ?? '{}', options);
      case 'DELETE':
        return client.delete(call.path, options);
    }
  }

  return {
    async send(call, signal) {
      const answer = await dispatch(call, signal);
      return answer instanceof VaultAnswer ? answer : new VaultAnswer('');
    },
  };
}
