import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RawObject } from '../../core/api/index.ts';
import * as kube from '../../core/kube/index.ts';
import type { KubernetesApi, ListOptions, ObjectRef, Resource } from '../../core/kube/index.ts';
import {
  AppError,
  isObject,
  numberAt,
  objectAt,
  textAt,
  toAppError,
} from '../../core/runtime/index.ts';

/** The in-memory API behind the real one's HTTP paths, so that another process can be its client. */
export interface ApiServer {
  readonly port: number;
  stop(): Promise<void>;
}

export interface ApiServerOptions {
  readonly api: KubernetesApi;
  readonly key: string;
  readonly cert: string;
  /** Accepts a bearer token; the default takes any that is not empty. */
  readonly authenticate?: (token: string) => boolean;
}

interface Target {
  readonly resource: Resource;
  readonly namespace: string;
  readonly name: string;
  readonly subresource: string;
}

const resources: readonly Resource[] = Object.values(kube).filter(
  (value): value is Resource => isObject(value) && 'plural' in value,
);

function targetOf(path: string): Target | undefined {
  const core = /^\/api\/v1\/(.*)$/.exec(path);
  const grouped = /^\/apis\/([^/]+)\/([^/]+)\/(.*)$/.exec(path);
  const group = core === null ? (grouped?.[1] ?? '') : '';
  const rest = (core?.[1] ?? grouped?.[3] ?? '').split('/');
  const namespaced = rest[0] === 'namespaces' && rest.length > 2;
  const [plural = '', name = '', subresource = ''] = namespaced ? rest.slice(2) : rest;
  const resource = resources.find((known) => known.group === group && known.plural === plural);
  return resource === undefined
    ? undefined
    : { resource, namespace: namespaced ? (rest[1] ?? '') : '', name, subresource };
}

const STATUS: Readonly<Record<string, readonly [number, string]>> = {
  KUBE_NOT_FOUND: [404, 'NotFound'],
  KUBE_CONFLICT: [409, 'Conflict'],
  KUBE_FORBIDDEN: [403, 'Forbidden'],
  KUBE_INVALID: [422, 'Invalid'],
  KUBE_GONE: [410, 'Expired'],
};

function statusOf(error: unknown): RawObject & { readonly code: number } {
  const fault = toAppError(error);
  const [code, reason] = STATUS[fault.code] ?? [500, 'InternalError'];
  return {
    apiVersion: 'v1',
    kind: 'Status',
    status: 'Failure',
    message: fault.message,
    reason,
    code,
  };
}

function listOptions(target: Target, query: URLSearchParams): ListOptions {
  const labelSelector = query.get('labelSelector');
  const fieldSelector = query.get('fieldSelector');
  return {
    ...(target.namespace === '' ? {} : { namespace: target.namespace }),
    ...(labelSelector === null ? {} : { labelSelector }),
    ...(fieldSelector === null ? {} : { fieldSelector }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<RawObject> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(Buffer.from(chunk as Uint8Array));
  }
  const text = Buffer.concat(chunks).toString('utf8');
  const parsed: unknown = text === '' ? {} : JSON.parse(text);
  return isObject(parsed) ? parsed : { operations: parsed };
}

const PATCH_TYPES: Readonly<Record<string, 'apply' | 'merge' | 'json'>> = {
  'application/apply-patch+yaml': 'apply',
  'application/merge-patch+json': 'merge',
  'application/json-patch+json': 'json',
};

/** A watch from "now": what is there already was listed by the client before. */
async function watch(
  { api }: ApiServerOptions,
  target: Target,
  query: URLSearchParams,
  response: ServerResponse,
): Promise<void> {
  const abort = new AbortController();
  response.on('close', () => {
    abort.abort();
  });
  response.writeHead(200, { 'content-type': 'application/json' });
  response.flushHeaders();
  const since = Number(query.get('resourceVersion') ?? '0');
  for await (const event of api.watch(target.resource, listOptions(target, query), abort.signal)) {
    if (event.type === 'synced') {
      continue;
    }
    const version = Number(textAt(objectAt(event.object, 'metadata'), 'resourceVersion'));
    if (event.type === 'delete' || version > since) {
      const type = event.type === 'delete' ? 'DELETED' : 'MODIFIED';
      response.write(`${JSON.stringify({ type, object: event.object })}\n`);
    }
  }
  response.end();
}

async function read(
  options: ApiServerOptions,
  target: Target,
  query: URLSearchParams,
  signal: AbortSignal,
): Promise<RawObject> {
  const { api } = options;
  if (target.name !== '') {
    const found = await api.get(target.resource, target, signal);
    if (found === undefined) {
      throw new AppError('KUBE_NOT_FOUND', `${target.resource.plural} "${target.name}" not found`);
    }
    return found;
  }
  const items = await api.list(target.resource, listOptions(target, query), signal);
  const versions = items.map((item) =>
    Number(textAt(objectAt(item, 'metadata'), 'resourceVersion')),
  );
  const resourceVersion = String(Math.max(0, ...versions));
  return {
    apiVersion: 'v1',
    kind: `${target.resource.kind}List`,
    metadata: { resourceVersion },
    items,
  };
}

async function write(
  { api }: ApiServerOptions,
  request: IncomingMessage,
  target: Target,
  query: URLSearchParams,
): Promise<RawObject> {
  const signal = new AbortController().signal;
  const body = await bodyOf(request);
  const fieldManager = query.get('fieldManager') ?? 'unknown';
  const ref: ObjectRef = { namespace: target.namespace, name: target.name };
  if (request.method === 'POST' && target.subresource === 'token') {
    const spec = objectAt(body, 'spec');
    const issued = await api.requestToken(
      ref,
      { audiences: [], expirationSeconds: numberAt(spec, 'expirationSeconds') },
      signal,
    );
    return { status: { token: issued.token, expirationTimestamp: issued.expiresAt.toISOString() } };
  }
  if (request.method === 'POST') {
    return api.create(target.resource, body, { fieldManager }, signal);
  }
  if (request.method === 'PUT') {
    return api.replace(target.resource, body, { fieldManager }, signal);
  }
  if (request.method === 'DELETE') {
    await api.delete(target.resource, ref, {}, signal);
    return { apiVersion: 'v1', kind: 'Status', status: 'Success' };
  }
  const type = PATCH_TYPES[request.headers['content-type'] ?? ''] ?? 'merge';
  return api.patch(
    target.resource,
    ref,
    body['operations'] ?? body,
    {
      fieldManager,
      type,
      ...(target.subresource === 'status' ? { subresource: 'status' } : {}),
      ...(query.get('force') === 'true' ? { force: true } : {}),
    },
    signal,
  );
}

async function answer(
  options: ApiServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'https://127.0.0.1');
  const target = targetOf(url.pathname);
  const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
  const isKnown = options.authenticate ?? ((text: string) => text !== '');
  if (!isKnown(token)) {
    respond(response, 401, {
      kind: 'Status',
      status: 'Failure',
      reason: 'Unauthorized',
      code: 401,
    });
    return;
  }
  if (target === undefined) {
    respond(response, 404, { kind: 'Status', status: 'Failure', reason: 'NotFound', code: 404 });
    return;
  }
  if (request.method === 'GET' && url.searchParams.get('watch') !== null) {
    await watch(options, target, url.searchParams, response);
    return;
  }
  const signal = new AbortController().signal;
  const object =
    request.method === 'GET'
      ? await read(options, target, url.searchParams, signal)
      : await write(options, request, target, url.searchParams);
  respond(response, request.method === 'POST' ? 201 : 200, object);
}

function respond(response: ServerResponse, code: number, body: RawObject): void {
  response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

export async function startApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const server: Server = createServer(
    { key: options.key, cert: options.cert },
    (request, response) => {
      answer(options, request, response).catch((error: unknown) => {
        const status = statusOf(error);
        if (response.headersSent) {
          response.destroy();
        } else {
          respond(response, status.code, status);
        }
      });
    },
  );
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
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
