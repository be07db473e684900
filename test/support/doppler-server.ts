import { type Call, type FaultyServer, type Reply, startFaultyServer } from './faulty-server.ts';

export interface DopplerOptions {
  readonly token: string;
  readonly project: string;
  readonly config: string;
  /** The identity that trusts ServiceAccounts whose token begins so. */
  readonly oidc?: {
    readonly identity: string;
    readonly trusts: string;
    readonly lifetimeMs: number;
  };
}

/** The config API of Doppler, as its published documentation has it. */
export interface DopplerServer extends FaultyServer {
  put(name: string, value: string): void;
  remove(name: string): void;
}

function json(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return { status, body: JSON.stringify(body), headers };
}

function refusal(status: number, message: string): Reply {
  return json(status, { messages: [message], success: false });
}

interface State {
  readonly secrets: Map<string, string>;
  /** Tokens that are good, and until when. */
  readonly tokens: Map<string, number>;
}

function lowerKebab(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}

function download(state: State, call: Call): Reply {
  const named = [...state.secrets].map(
    ([name, value]) =>
      [
        call.query.get('name_transformer') === 'lower-kebab' ? lowerKebab(name) : name,
        value,
      ] as const,
  );
  switch (call.query.get('format') ?? 'json') {
    case 'json':
      return json(200, Object.fromEntries(named));
    case 'env':
      return {
        status: 200,
        body: named.map(([name, value]) => `${name}=${JSON.stringify(value)}\n`).join(''),
      };
    default:
      return refusal(400, 'Invalid format');
  }
}

function toAnswer(value: string): object {
  return { raw: value, computed: value, note: '', rawVisibility: 'masked' };
}

function answerConfig(state: State, options: DopplerOptions, call: Call): Reply {
  if (
    call.query.get('project') !== options.project ||
    call.query.get('config') !== options.config
  ) {
    return refusal(404, 'Could not find requested config');
  }
  switch (call.path) {
    case '/v3/configs/config/secrets/download':
      return download(state, call);
    case '/v3/configs/config/secrets':
      return json(200, {
        secrets: Object.fromEntries(
          [...state.secrets].map(([name, value]) => [name, toAnswer(value)]),
        ),
        success: true,
      });
    case '/v3/configs/config/secret': {
      const name = call.query.get('name') ?? '';
      const value = state.secrets.get(name);
      return value === undefined
        ? refusal(404, `Could not find requested secret: ${name}`)
        : json(200, { name, value: toAnswer(value), success: true });
    }
    default:
      return refusal(404, 'Page not found');
  }
}

function logIn(state: State, { oidc }: DopplerOptions, call: Call): Reply {
  const sent = JSON.parse(call.body) as { identity?: string; token?: string };
  if (
    oidc === undefined ||
    sent.identity !== oidc.identity ||
    sent.token?.startsWith(oidc.trusts) !== true
  ) {
    return refusal(401, 'Unable to authenticate with the token that was sent');
  }
  const token = `dp.said.${state.tokens.size}`;
  const expiresAt = Date.now() + oidc.lifetimeMs;
  state.tokens.set(token, expiresAt);
  return json(200, { success: true, token, expires_at: new Date(expiresAt).toISOString() });
}

function refuse(kind: 'forbidden' | 'rate-limited' | 'server-error', call: Call): Reply {
  const echo = `you sent ${String(call.headers.authorization)}`;
  switch (kind) {
    case 'forbidden':
      return refusal(403, `This token does not have access to requested project; ${echo}`);
    case 'rate-limited':
      return { ...refusal(429, 'Too many requests'), headers: { 'retry-after': '7' } };
    case 'server-error':
      return refusal(500, `Something went wrong; ${echo}`);
  }
}

export async function startDopplerServer(options: DopplerOptions): Promise<DopplerServer> {
  const state: State = { secrets: new Map(), tokens: new Map([[options.token, Infinity]]) };
  const server = await startFaultyServer({
    contentType: 'application/json',
    refuse,
    answer(call) {
      if (call.method === 'POST' && call.path === '/v3/auth/oidc') {
        return logIn(state, options, call);
      }
      const token = /^Bearer (.+)$/u.exec(call.headers.authorization ?? '')?.[1] ?? '';
      if ((state.tokens.get(token) ?? 0) < Date.now()) {
        return refusal(401, 'Invalid Auth token');
      }
      if (call.method !== 'GET') {
        return refusal(405, 'Method not allowed');
      }
      return call.path === '/v3/me'
        ? json(200, { workplace: { name: 'loopback' }, type: 'service_token', success: true })
        : answerConfig(state, options, call);
    },
  });
  return {
    ...server,
    put: (name, value) => void state.secrets.set(name, value),
    remove: (name) => void state.secrets.delete(name),
  };
}
