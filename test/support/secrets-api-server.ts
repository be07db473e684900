import { type Call, type FaultyServer, type Reply, startFaultyServer } from './faulty-server.ts';

interface StoredSecret {
  readonly data: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly resourceVersion: string;
}

/** What a Kubernetes API server answers to a reader of one namespace's Secrets, with RBAC that knows one token. */
export interface SecretsApiServer extends FaultyServer {
  put(
    name: string,
    fields: Readonly<Record<string, Uint8Array>>,
    labels?: Readonly<Record<string, string>>,
  ): void;
  remove(name: string): void;
  /** What the rules review and the access review say. */
  allow(answer: 'rules' | 'access' | 'nothing'): void;
}

export interface SecretsApiOptions {
  readonly token: string;
  readonly namespace: string;
}

function status(code: number, reason: string, message: string, details: object = {}): Reply {
  return {
    status: code,
    body: JSON.stringify({
      kind: 'Status',
      apiVersion: 'v1',
      status: 'Failure',
      message,
      reason,
      details,
      code,
    }),
  };
}

function ok(body: unknown, code = 200): Reply {
  return { status: code, body: JSON.stringify(body) };
}

interface State {
  readonly secrets: Map<string, StoredSecret>;
  allowed: 'rules' | 'access' | 'nothing';
}

function toObject(name: string, namespace: string, secret: StoredSecret): object {
  const { data, labels, resourceVersion } = secret;
  const annotations = { note: 'kept' };
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace, labels, annotations, resourceVersion },
    type: 'Opaque',
    data,
  };
}

function matchesSelector(secret: StoredSecret, selector: string): boolean {
  return selector
    .split(',')
    .filter(Boolean)
    .every((term) => {
      const [name = '', value] = term.split('=');
      return secret.labels[name] === value;
    });
}

function answerReview(state: State, call: Call): Reply | undefined {
  const path = `${call.method} ${call.path}`;
  switch (path) {
    case 'POST /apis/authorization.k8s.io/v1/selfsubjectrulesreviews': {
      const secretsRule = { verbs: ['get', 'list'], apiGroups: [''], resources: ['secrets'] };
      const otherRule = {
        verbs: ['create'],
        apiGroups: ['authorization.k8s.io'],
        resources: ['*'],
      };
      const resourceRules = state.allowed === 'rules' ? [otherRule, secretsRule] : [otherRule];
      return ok({ status: { incomplete: false, resourceRules } }, 201);
    }
    case 'POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews':
      return ok({ status: { allowed: state.allowed !== 'nothing' } }, 201);
    default:
      return undefined;
  }
}

/** Two to a page, so that whoever reads only the first is found out. */
const PAGE = 2;

function answerList(state: State, options: SecretsApiOptions, call: Call): Reply {
  const selector = call.query.get('labelSelector') ?? '';
  const start = Number(call.query.get('continue') ?? '0');
  const all = [...state.secrets].filter(([, secret]) => matchesSelector(secret, selector));
  const end = start + PAGE;
  return ok({
    kind: 'SecretList',
    metadata: end < all.length ? { continue: String(end) } : {},
    items: all.slice(start, end).map(([name, secret]) => toObject(name, options.namespace, secret)),
  });
}

function answerSecrets(state: State, options: SecretsApiOptions, call: Call): Reply {
  const base = `/api/v1/namespaces/${options.namespace}/secrets`;
  if (call.method !== 'GET') {
    return status(405, 'MethodNotAllowed', 'the server does not allow this method');
  }
  if (call.path === base) {
    return answerList(state, options, call);
  }
  if (!call.path.startsWith(`${base}/`)) {
    return status(404, 'NotFound', 'the server could not find the requested resource');
  }
  const name = decodeURIComponent(call.path.slice(base.length + 1));
  const secret = state.secrets.get(name);
  return secret === undefined
    ? status(404, 'NotFound', `secrets "${name}" not found`, { name, kind: 'secrets' })
    : ok(toObject(name, options.namespace, secret));
}

function refuse(kind: 'forbidden' | 'rate-limited' | 'server-error', call: Call): Reply {
  const echo = `you sent ${String(call.headers.authorization)}`;
  switch (kind) {
    case 'forbidden':
      return status(403, 'Forbidden', `secrets is forbidden: User "x" cannot get it; ${echo}`);
    case 'rate-limited':
      return {
        ...status(429, 'TooManyRequests', 'too many requests'),
        headers: { 'retry-after': '7' },
      };
    case 'server-error':
      return status(500, 'InternalError', `etcdserver: request timed out; ${echo}`);
  }
}

export async function startSecretsApiServer(options: SecretsApiOptions): Promise<SecretsApiServer> {
  const state: State = { secrets: new Map(), allowed: 'rules' };
  let revision = 0;
  const server = await startFaultyServer({
    contentType: 'application/json',
    refuse,
    answer(call) {
      return call.headers.authorization === `Bearer ${options.token}`
        ? (answerReview(state, call) ?? answerSecrets(state, options, call))
        : status(401, 'Unauthorized', 'Unauthorized');
    },
  });
  return {
    ...server,
    put(name, fields, labels = {}) {
      revision += 1;
      const data = Object.entries(fields).map(
        ([key, bytes]) => [key, Buffer.from(bytes).toString('base64')] as const,
      );
      const resourceVersion = String(revision);
      state.secrets.set(name, { data: Object.fromEntries(data), labels, resourceVersion });
    },
    remove: (name) => void state.secrets.delete(name),
    allow: (answer) => {
      state.allowed = answer;
    },
  };
}
