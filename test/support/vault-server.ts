import { randomUUID } from 'node:crypto';
import { type Call, type FaultyServer, type Reply, startFaultyServer } from './faulty-server.ts';

interface KvVersion {
  /** JSON. */
  readonly text: string;
  readonly deleted: boolean;
}

interface KvSecret {
  readonly versions: KvVersion[];
  custom: Record<string, string>;
}

/** Vault's HTTP API as far as a reader needs it: KV v2 at secret/, KV v1 at kv1/, token and kubernetes authentication. */
export interface VaultServer extends FaultyServer {
  readonly rootToken: string;
  /** Tokens that logins gave out and nobody revoked. */
  readonly liveTokens: ReadonlySet<string>;
  put(path: string, data: Record<string, unknown>, custom?: Record<string, string>): number;
  /** The value as JSON text, for what JavaScript's numbers cannot hold. */
  putRaw(path: string, text: string): number;
  putV1(path: string, data: Record<string, unknown>): void;
  remove(path: string): void;
  removeV1(path: string): void;
  /** Accepts a login of this role with this JWT; what it gives out lasts so long. */
  allowLogin(role: string, jwt: string, leaseSeconds: number): void;
  revokeAll(): void;
  /** The engine is configured with cas_required. */
  requireCas(): void;
}

function json(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  return { status, body: JSON.stringify(body), headers };
}

function refused(status: number, ...errors: readonly string[]): Reply {
  return json(status, { errors });
}

function ok(fields: Record<string, unknown>): Reply {
  return json(200, {
    request_id: randomUUID(),
    lease_id: '',
    renewable: false,
    lease_duration: 0,
    data: null,
    wrap_info: null,
    warnings: null,
    auth: null,
    ...fields,
  });
}

/** Go's encoding/json: keys sorted, <>& escaped. */
function goJson(value: Record<string, unknown>): string {
  const sorted = Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return JSON.stringify(sorted)
    .replaceAll('<', '\\u003c')
    .replaceAll('>', '\\u003e')
    .replaceAll('&', '\\u0026');
}

function children(paths: Iterable<string>, folder: string): string[] {
  const prefix = folder === '' ? '' : `${folder}/`;
  const names = new Set<string>();
  for (const path of paths) {
    if (path.startsWith(prefix)) {
      const [head = '', ...rest] = path.slice(prefix.length).split('/');
      names.add(rest.length > 0 ? `${head}/` : head);
    }
  }
  return [...names].toSorted();
}

const INVALID_PATH =
  'Invalid path for a versioned K/V secrets engine. See the API docs for the appropriate API endpoints to use.';

interface State {
  readonly secrets: Map<string, KvSecret>;
  readonly v1: Map<string, Record<string, unknown>>;
  readonly logins: Map<string, { jwt: string; leaseSeconds: number }>;
  readonly tokens: Map<string, number>;
  readonly rootToken: string;
  needsCas: boolean;
}

function answerValue(state: State, call: Call, path: string): Reply {
  const secret = state.secrets.get(path);
  const wanted = call.query.get('version') ?? '0';
  if (!/^\d+$/u.test(wanted)) {
    return refused(400, 'Field validation failed: error converting input for field "version"');
  }
  const number = Number(wanted) === 0 ? (secret?.versions.length ?? 0) : Number(wanted);
  const version = secret?.versions[number - 1];
  if (secret === undefined || version === undefined) {
    return refused(404);
  }
  const metadata = { custom_metadata: secret.custom, destroyed: false, version: number };
  if (version.deleted) {
    return { ...ok({ data: { data: null, metadata } }), status: 404 };
  }
  // The value is spliced in as text: JSON.stringify here would do to numbers what the test looks for in the client.
  const marker = randomUUID();
  const reply = ok({ data: { data: marker, metadata } });
  return { ...reply, body: reply.body.replace(`"${marker}"`, () => version.text) };
}

/** Node's HTTP server refuses the verb LIST; Vault takes this spelling too. */
function isList(call: Call): boolean {
  return ['1', 'true'].includes(call.query.get('list') ?? '');
}

function answerMetadata(state: State, call: Call, path: string): Reply {
  if (isList(call)) {
    const keys = children(state.secrets.keys(), path.replace(/\/$/u, ''));
    return keys.length === 0 ? refused(404) : ok({ data: { keys } });
  }
  const secret = state.secrets.get(path);
  return secret === undefined
    ? refused(404)
    : ok({
        data: {
          created_time: '2026-01-01T00:00:00Z',
          current_version: secret.versions.length,
          custom_metadata: secret.custom,
          delete_version_after: '0s',
          versions: {},
        },
      });
}

function answerV1(state: State, call: Call, path: string): Reply {
  if (isList(call)) {
    const keys = children(state.v1.keys(), path.replace(/\/$/u, ''));
    return keys.length === 0 ? refused(404) : ok({ data: { keys } });
  }
  const data = state.v1.get(path);
  return data === undefined ? refused(404) : ok({ data });
}

function isWrite(call: Call): boolean {
  return call.method !== 'GET' && !call.path.startsWith('/v1/auth/');
}

const DONE: Reply = { status: 204, body: '' };

function writeV1(state: State, call: Call, path: string): Reply {
  if (call.method === 'DELETE') {
    state.v1.delete(path);
  } else {
    state.v1.set(path, JSON.parse(call.body) as Record<string, unknown>);
  }
  return DONE;
}

function writeMetadata(state: State, call: Call, path: string): Reply {
  if (call.method === 'DELETE') {
    state.secrets.delete(path);
    return DONE;
  }
  const { custom_metadata: custom } = JSON.parse(call.body) as {
    custom_metadata: Record<string, string>;
  };
  const secret = state.secrets.get(path) ?? { versions: [], custom };
  secret.custom = custom;
  state.secrets.set(path, secret);
  return DONE;
}

function checkCas(state: State, cas: number | undefined, current: number): Reply | undefined {
  if (cas === undefined) {
    return state.needsCas
      ? refused(400, 'check-and-set parameter required for this call')
      : undefined;
  }
  return cas === current
    ? undefined
    : refused(400, 'check-and-set parameter did not match the current version');
}

function writeVersioned(state: State, call: Call, kind: string, path: string): Reply {
  if (kind === 'metadata') {
    return writeMetadata(state, call, path);
  }
  if (kind !== 'data' || call.method !== 'POST') {
    return refused(405);
  }
  const { data, options } = JSON.parse(call.body) as {
    data: Record<string, unknown>;
    options?: { cas?: number };
  };
  const secret = state.secrets.get(path) ?? { versions: [], custom: {} };
  const refusal = checkCas(state, options?.cas, secret.versions.length);
  if (refusal !== undefined) {
    return refusal;
  }
  secret.versions.push({ text: goJson(data), deleted: false });
  state.secrets.set(path, secret);
  return ok({ data: { version: secret.versions.length } });
}

function answerLogin(state: State, call: Call): Reply {
  if (call.method !== 'POST' && call.method !== 'PUT') {
    return refused(405);
  }
  const { role, jwt } = JSON.parse(call.body) as { role?: string; jwt?: string };
  const known = state.logins.get(role ?? '');
  if (known === undefined) {
    return refused(400, `invalid role name "${role ?? ''}"`);
  }
  if (known.jwt !== jwt) {
    return refused(403, 'permission denied');
  }
  const token = `hvs.${randomUUID()}`;
  state.tokens.set(token, known.leaseSeconds);
  return ok({
    auth: { client_token: token, lease_duration: known.leaseSeconds, renewable: true },
  });
}

function answerToken(state: State, call: Call, token: string): Reply | undefined {
  const leaseSeconds = state.tokens.get(token) ?? 0;
  switch (`${call.method} ${call.path}`) {
    case 'GET /v1/auth/token/lookup-self':
      return ok({ data: { ttl: leaseSeconds, renewable: leaseSeconds > 0 } });
    case 'POST /v1/auth/token/renew-self':
      return ok({
        auth: { client_token: token, lease_duration: leaseSeconds, renewable: true },
      });
    case 'POST /v1/auth/token/revoke-self':
      state.tokens.delete(token);
      return { status: 204, body: '' };
    default:
      return undefined;
  }
}

function answerMounts(state: State, call: Call): Reply {
  const path = decodeURIComponent(call.path.slice('/v1/'.length));
  const [mount = '', kind = '', ...rest] = path.split('/');
  if (isWrite(call)) {
    return mount === 'kv1'
      ? writeV1(state, call, path.slice('kv1/'.length))
      : writeVersioned(state, call, kind, rest.join('/'));
  }
  if (mount === 'kv1') {
    return answerV1(state, call, path.slice('kv1/'.length));
  }
  if (mount !== 'secret') {
    return refused(404, `no handler for route "${path}". route entry not found.`);
  }
  if (kind === 'data') {
    return answerValue(state, call, rest.join('/'));
  }
  return kind === 'metadata'
    ? answerMetadata(state, call, rest.join('/'))
    : json(404, { data: null, warnings: [INVALID_PATH] });
}

function answer(state: State, call: Call): Reply {
  if (call.path === '/v1/auth/kubernetes/login') {
    return answerLogin(state, call);
  }
  const token = call.headers['x-vault-token'];
  if (typeof token !== 'string') {
    return refused(403, 'permission denied');
  }
  if (token !== state.rootToken && !state.tokens.has(token)) {
    return refused(403, '2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n');
  }
  return answerToken(state, call, token) ?? answerMounts(state, call);
}

function refuse(kind: 'forbidden' | 'rate-limited' | 'server-error', call: Call): Reply {
  const echo = `you sent ${String(call.headers['x-vault-token'])} ${call.body}`;
  switch (kind) {
    case 'forbidden':
      return refused(403, `1 error occurred:\n\t* permission denied\n\n; ${echo}`);
    case 'rate-limited':
      return json(
        429,
        { errors: [`request path "x": rate limit quota exceeded; ${echo}`] },
        { 'retry-after': '7' },
      );
    case 'server-error':
      return refused(500, `internal error; ${echo}`);
  }
}

function putText(state: State, path: string, text: string, custom: Record<string, string>): number {
  const secret = state.secrets.get(path) ?? { versions: [], custom };
  secret.custom = custom;
  secret.versions.push({ text, deleted: false });
  state.secrets.set(path, secret);
  return secret.versions.length;
}

export async function startVaultServer(rootToken: string): Promise<VaultServer> {
  const state: State = {
    secrets: new Map(),
    v1: new Map(),
    logins: new Map(),
    tokens: new Map(),
    rootToken,
    needsCas: false,
  };
  const server = await startFaultyServer({
    contentType: 'application/json',
    answer: (call) => answer(state, call),
    refuse,
    isWrite,
  });

  return {
    ...server,
    rootToken,
    get liveTokens() {
      return new Set(state.tokens.keys());
    },
    put: (path, data, custom = {}) => putText(state, path, goJson(data), custom),
    putRaw: (path, text) => putText(state, path, text, {}),
    putV1: (path, data) => void state.v1.set(path, data),
    removeV1: (path) => void state.v1.delete(path),
    remove(path) {
      const secret = state.secrets.get(path);
      const last = secret?.versions.pop();
      if (secret !== undefined && last !== undefined) {
        secret.versions.push({ ...last, deleted: true });
      }
    },
    allowLogin: (role, jwt, leaseSeconds) => void state.logins.set(role, { jwt, leaseSeconds }),
    requireCas: () => {
      state.needsCas = true;
    },
    revokeAll: () => {
      state.tokens.clear();
    },
  };
}
