import { type Call, type FaultyServer, type Reply, startFaultyServer } from './faulty-server.ts';

interface StoredVariable {
  readonly key: string;
  readonly value: string;
  readonly environment_scope: string;
}

/** The variables API of GitLab for one token, as its published documentation has it. */
export interface GitlabServer extends FaultyServer {
  /** `owner` is `projects/7` or `groups/3`. */
  put(owner: string, key: string, value: string, scope?: string): void;
  remove(owner: string, key: string): void;
  /** The ancestors of a project, nearest first. */
  setGroups(project: string, groups: readonly string[]): void;
}

/** Two to a page, so that whoever reads only the first is found out. */
const PAGE = 2;

function json(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return { status, body: JSON.stringify(body), headers };
}

interface State {
  readonly variables: Map<string, StoredVariable[]>;
  readonly groups: Map<string, readonly string[]>;
}

function toAnswer(variable: StoredVariable): object {
  return {
    ...variable,
    variable_type: 'env_var',
    protected: false,
    masked: false,
    hidden: false,
    raw: false,
    description: null,
  };
}

function paged(items: readonly object[], call: Call): Reply {
  const page = Number(call.query.get('page') ?? '1');
  const end = page * PAGE;
  const next = end < items.length ? String(page + 1) : '';
  return json(200, items.slice(end - PAGE, end), { 'x-next-page': next, 'x-page': String(page) });
}

/** GitLab answers the one variable of that name and scope, and 409 where several would fit. */
function oneVariable(stored: readonly StoredVariable[], key: string, call: Call): Reply {
  const scope = call.query.get('filter[environment_scope]');
  const found = stored.filter(
    (each) => each.key === key && (scope === null || each.environment_scope === scope),
  );
  const [only] = found;
  if (only === undefined) {
    return json(404, { message: '404 Variable Not Found' });
  }
  return found.length === 1
    ? json(200, toAnswer(only))
    : json(409, {
        message:
          "There are multiple variables with provided parameters. Please use 'filter[environment_scope]'",
      });
}

function answerGroups(state: State, call: Call): Reply | undefined {
  const project = /^\/api\/v4\/projects\/([^/]+)\/groups$/u.exec(call.path)?.[1];
  if (project === undefined) {
    return undefined;
  }
  const groups = state.groups.get(decodeURIComponent(project)) ?? [];
  return paged(
    groups.map((id) => ({ id: Number(id), name: `group ${id}` })),
    call,
  );
}

const VARIABLES = /^\/api\/v4\/((?:projects|groups)\/[^/]+)\/variables(?:\/([^/]+))?$/u;

function answerVariables(state: State, call: Call): Reply {
  const parts = VARIABLES.exec(call.path);
  if (parts === null) {
    return json(404, { error: '404 Not Found' });
  }
  const [, owner = '', key] = parts;
  const stored = state.variables.get(decodeURIComponent(owner));
  if (stored === undefined) {
    const what = owner.startsWith('groups') ? 'Group' : 'Project';
    return json(404, { message: `404 ${what} Not Found` });
  }
  return key === undefined
    ? paged(stored.map(toAnswer), call)
    : oneVariable(stored, decodeURIComponent(key), call);
}

function refuse(kind: 'forbidden' | 'rate-limited' | 'server-error', call: Call): Reply {
  const echo = `you sent ${String(call.headers['private-token'])}`;
  switch (kind) {
    case 'forbidden':
      return json(403, { message: `403 Forbidden; ${echo}` });
    case 'rate-limited':
      return json(429, { message: '429 Too Many Requests' }, { 'retry-after': '7' });
    case 'server-error':
      return json(500, { message: `500 Internal Server Error; ${echo}` });
  }
}

export async function startGitlabServer(
  token: string,
  owners: readonly string[],
): Promise<GitlabServer> {
  const state: State = {
    variables: new Map(owners.map((owner) => [owner, []])),
    groups: new Map(),
  };
  const server = await startFaultyServer({
    contentType: 'application/json',
    refuse,
    answer(call) {
      if (call.headers['private-token'] !== token) {
        return json(401, { message: '401 Unauthorized' });
      }
      return call.method === 'GET'
        ? (answerGroups(state, call) ?? answerVariables(state, call))
        : json(405, { error: '405 Not Allowed' });
    },
  });
  function others(owner: string, key: string, scope?: string): StoredVariable[] {
    const stored = state.variables.get(owner) ?? [];
    return stored.filter(
      (each) => each.key !== key || (scope !== undefined && each.environment_scope !== scope),
    );
  }
  return {
    ...server,
    put(owner, key, value, scope = '*') {
      const variable = { key, value, environment_scope: scope };
      state.variables.set(owner, [...others(owner, key, scope), variable]);
    },
    remove(owner, key) {
      state.variables.set(owner, others(owner, key));
    },
    setGroups: (project, groups) => void state.groups.set(project, groups),
  };
}
