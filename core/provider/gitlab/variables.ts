import type { GitlabBackend } from '../../api/index.ts';
import { type JsonObject, textAt } from '../../runtime/index.ts';
import { describeKey } from '../fault.ts';
import { asList, asObject, type JsonApi } from '../json-api.ts';

export interface Variable {
  readonly key: string;
  readonly value: string;
  /** `*` is every environment. */
  readonly scope: string;
}

/** Where variables live, as a path below the API. */
type Owner = string;

/** The variables a store can see, nearest first: the project's, then each group's from the last named to the first. */
export interface VariableSource {
  get(key: string, signal: AbortSignal): Promise<Variable | undefined>;
  /** Those of the store's environment, the nearest of each name. */
  list(environment: string, signal: AbortSignal): Promise<readonly Variable[]>;
}

const PAGE_SIZE = '100';
const ALL_ENVIRONMENTS = '*';

function toVariable(object: JsonObject): Variable {
  const scope = textAt(object, 'environment_scope');
  return {
    key: textAt(object, 'key'),
    value: textAt(object, 'value'),
    scope: scope === '' ? ALL_ENVIRONMENTS : scope,
  };
}

function scopesToTry(environment: string | undefined): readonly (string | undefined)[] {
  return environment === undefined || environment === '' || environment === ALL_ENVIRONMENTS
    ? [environment === '' ? undefined : environment]
    : [environment, ALL_ENVIRONMENTS];
}

async function everyPage(
  api: JsonApi,
  { path, metric }: { readonly path: string; readonly metric: string },
  signal: AbortSignal,
): Promise<readonly JsonObject[]> {
  const items: JsonObject[] = [];
  let page = '1';
  while (page !== '') {
    const search = new URLSearchParams({ per_page: PAGE_SIZE, page });
    const request = { method: 'GET', path: `${path}?${search.toString()}`, metric } as const;
    const answer = await api.ask({ ...request, subject: 'list of variables' }, asList, signal);
    items.push(...(answer?.items ?? []));
    page = answer?.header('x-next-page') ?? '';
  }
  return items;
}

/** Who may hold a variable of the store, nearest first. */
async function ownersOf(
  api: JsonApi,
  spec: GitlabBackend,
  signal: AbortSignal,
): Promise<readonly Owner[]> {
  const project = spec.projectID ?? '';
  const own = project === '' ? [] : [`/projects/${encodeURIComponent(project)}`];
  const [path] = own;
  const groups =
    spec.inheritFromGroups === true && path !== undefined
      ? // GitLab lists the groups above a project nearest first.
        (await everyPage(api, { path: `${path}/groups`, metric: 'ProjectListGroups' }, signal)).map(
          (group) => String(group['id']),
        )
      : (spec.groupIDs ?? []).toReversed();
  return [...own, ...groups.map((group) => `/groups/${encodeURIComponent(group)}`)];
}

/** Of one owner the variable of the environment itself stands before the one of all environments. */
function visible(listed: readonly JsonObject[], environment: string): readonly Variable[] {
  return listed
    .map(toVariable)
    .filter(({ scope }) => covers(scope, environment))
    .toSorted((a, b) => rank(a, environment) - rank(b, environment));
}

export function createVariableSource(api: JsonApi, spec: GitlabBackend): VariableSource {
  async function getFrom(
    owner: Owner,
    key: string,
    scope: string | undefined,
    signal: AbortSignal,
  ): Promise<Variable | undefined> {
    const query =
      scope === undefined
        ? ''
        : `?${new URLSearchParams({ 'filter[environment_scope]': scope }).toString()}`;
    const object = await api.ask(
      {
        method: 'GET',
        path: `${owner}/variables/${encodeURIComponent(key)}${query}`,
        subject: describeKey(key),
        metric: owner.startsWith('/projects/') ? 'ProjectVariableGet' : 'GroupGetVariable',
      },
      asObject,
      signal,
    );
    return object === undefined ? undefined : toVariable(object);
  }

  return {
    async get(key, signal) {
      for (const owner of await ownersOf(api, spec, signal)) {
        for (const scope of scopesToTry(spec.environment)) {
          const found = await getFrom(owner, key, scope, signal);
          if (found !== undefined) {
            return found;
          }
        }
      }
      return undefined;
    },

    async list(environment, signal) {
      const nearest = new Map<string, Variable>();
      for (const owner of await ownersOf(api, spec, signal)) {
        const metric = owner.startsWith('/projects/')
          ? 'ProjectListVariables'
          : 'GroupListVariables';
        const listed = await everyPage(api, { path: `${owner}/variables`, metric }, signal);
        for (const variable of visible(listed, environment)) {
          if (!nearest.has(variable.key)) {
            nearest.set(variable.key, variable);
          }
        }
      }
      return [...nearest.values()];
    },
  };
}

function covers(scope: string, environment: string): boolean {
  return scope === ALL_ENVIRONMENTS || environment === '' || scope === environment;
}

function rank({ scope }: Variable, environment: string): number {
  return scope === environment ? 0 : 1;
}
