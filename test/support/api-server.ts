import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RawObject } from '../../core/api/index.ts';
import * as kube from '../../core/kube/index.ts';
import type { KubernetesApi, ListOptions, PatchOptions, Resource } from '../../core/kube/index.ts';
import {
  AppError,
  isObject,
  listAt,
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

const PATH =
  /^\/(?:api|apis\/(?<group>[^/]+))\/[^/]+\/(?:namespaces\/(?<namespace>[^/]+)\/)?(?<plural>[^/]+)(?:\/(?<name>[^/]+))?(?:\/(?<subresource>[^/]+))?$/;

function targetOf(path: string): Target | undefined {
  const {
    group = '',
    namespace = '',
    plural = '',
    name = '',
    subresource = '',
  } = PATH.exec(path)?.groups ?? {};
  const resource = resources.find((known) => known.group === group && known.plural === plural);
  return resource === undefined ? undefined : { resource, namespace, name, subresource };
}

const STATUS: Readonly<Record<string, readonly [number, string]>> = {
  KUBE_NOT_FOUND: [404, 'NotFound'],
  KUBE_CONFLICT: [409, 'Conflict'],
  KUBE_FORBIDDEN: [403, 'Forbidden'],
  KUBE_INVALID: [422, 'Invalid'],
  KUBE_GONE: [410, 'Expired'],
};

function statusOf(error: unknown, target: Target): RawObject & { readonly code: number } {
  const fault = toAppError(error);
  const [code, reason] = STATUS[fault.code] ?? [500, 'InternalError'];
  return {
    apiVersion: 'v1',
    kind: 'Status',
    status: 'Failure',
    message: fault.message,
    reason,
    details: { name: target.name, group: target.resource.group, kind: target.resource.plural },
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

interface Written {
  readonly target: Target;
  readonly query: URLSearchParams;
  readonly body: RawObject;
  readonly contentType: string;
}

const signal = new AbortController().signal;

async function issueToken(
  { api }: ApiServerOptions,
  { target, body }: Written,
): Promise<RawObject> {
  const expirationSeconds = numberAt(objectAt(body, 'spec'), 'expirationSeconds');
  const issued = await api.requestToken(target, { audiences: [], expirationSeconds }, signal);
  return { status: { token: issued.token, expirationTimestamp: issued.expiresAt.toISOString() } };
}

async function patch({ api }: ApiServerOptions, written: Written): Promise<RawObject> {
  const { target, query, body, contentType } = written;
  const options: PatchOptions = {
    fieldManager: query.get('fieldManager') ?? 'unknown',
    type: PATCH_TYPES[contentType] ?? 'merge',
    ...(target.subresource === 'status' ? { subresource: 'status' } : {}),
    ...(query.get('force') === 'true' ? { force: true } : {}),
  };
  return api.patch(target.resource, target, body['operations'] ?? body, options, signal);
}

async function write(
  options: ApiServerOptions,
  method: string,
  written: Written,
): Promise<RawObject> {
  const { api } = options;
  const { target, query, body } = written;
  const writer = { fieldManager: query.get('fieldManager') ?? 'unknown' };
  switch (method) {
    case 'POST':
      return target.subresource === 'token'
        ? issueToken(options, written)
        : api.create(target.resource, body, writer, signal);
    case 'PUT':
      return api.replace(target.resource, body, writer, signal);
    case 'DELETE':
      await api.delete(target.resource, target, {}, signal);
      return { apiVersion: 'v1', kind: 'Status', status: 'Success' };
    default:
      return patch(options, written);
  }
}

const UNAUTHORIZED = { kind: 'Status', status: 'Failure', reason: 'Unauthorized', code: 401 };
const NOT_FOUND = { kind: 'Status', status: 'Failure', reason: 'NotFound', code: 404 };

const ACCESS_REVIEWS = '/apis/authorization.k8s.io/v1/subjectaccessreviews';

async function reviewAccess({ api }: ApiServerOptions, body: RawObject): Promise<RawObject> {
  const spec = objectAt(body, 'spec');
  const attributes = objectAt(spec, 'resourceAttributes');
  const allowed = await api.reviewAccess(
    {
      username: textAt(spec, 'user'),
      uid: textAt(spec, 'uid'),
      groups: listAt(spec, 'groups').filter((group) => typeof group === 'string'),
      extra: {},
      verb: textAt(attributes, 'verb'),
      group: textAt(attributes, 'group'),
      resource: textAt(attributes, 'resource'),
      namespace: textAt(attributes, 'namespace'),
      name: textAt(attributes, 'name'),
    },
    signal,
  );
  return { status: { allowed } };
}

async function serve(
  options: ApiServerOptions,
  target: Target,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { searchParams: query } = new URL(request.url ?? '/', 'https://127.0.0.1');
  if (request.method === 'GET' && query.get('watch') !== null) {
    await watch(options, target, query, response);
    return;
  }
  if (request.method === 'GET') {
    respond(response, 200, await read(options, target, query, signal));
    return;
  }
  const written = {
    target,
    query,
    body: await bodyOf(request),
    contentType: request.headers['content-type'] ?? '',
  };
  const method = request.method ?? '';
  respond(response, method === 'POST' ? 201 : 200, await write(options, method, written));
}

async function answer(
  options: ApiServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = new URL(request.url ?? '/', 'https://127.0.0.1').pathname;
  const target = targetOf(path);
  const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
  if (token === '') {
    respond(response, 401, UNAUTHORIZED);
  } else if (path === ACCESS_REVIEWS) {
    respond(response, 201, await reviewAccess(options, await bodyOf(request)));
  } else if (target === undefined) {
    respond(response, 404, NOT_FOUND);
  } else {
    await serve(options, target, request, response).catch((error: unknown) => {
      if (response.headersSent) {
        throw error;
      }
      const status = statusOf(error, target);
      respond(response, status.code, status);
    });
  }
}

function respond(response: ServerResponse, code: number, body: RawObject): void {
  response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

export async function startApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const server: Server = createServer(
    { key: options.key, cert: options.cert },
    (request, response) => {
      answer(options, request, response).catch(() => {
        response.destroy();
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
