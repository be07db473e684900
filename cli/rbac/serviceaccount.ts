import {
  type ExternalSecret,
  type RawObject,
  storeRefsOf,
  targetName,
} from '../../core/api/index.ts';

/** What a Pod's sidecar reads and writes, as far as rights go. */
export interface SidecarNeeds {
  readonly namespace: string;
  readonly serviceAccount: string;
  /** The ExternalSecrets its Pods name. */
  readonly externalSecrets: readonly string[];
  /** Those of them that are known. */
  readonly known: readonly ExternalSecret[];
  /** The sidecars keep the native Secret, status and events. */
  readonly writes: boolean;
}

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

const GROUP = 'external-secrets.io';
const RBAC = 'rbac.authorization.k8s.io';
/** A watch of one name begins with a list of that name (ADR 8). */
const FOLLOW = ['get', 'list', 'watch'];

function rule(
  apiGroup: string,
  resource: string,
  resourceNames: readonly string[],
  verbs: readonly string[],
): readonly Rule[] {
  const names = [...new Set(resourceNames)].toSorted();
  return names.length === 0
    ? []
    : [{ apiGroups: [apiGroup], resources: [resource], resourceNames: names, verbs }];
}

/** What `create` needs, which no name can limit. */
function creation(apiGroup: string, resource: string): Rule {
  return { apiGroups: [apiGroup], resources: [resource], verbs: ['create'] };
}

function storesOf(
  needs: SidecarNeeds,
  kind: 'SecretStore' | 'ClusterSecretStore',
): readonly string[] {
  return needs.known
    .flatMap(storeRefsOf)
    .filter((ref) => ref.kind === kind)
    .map(({ name }) => name);
}

function templatesOf(needs: SidecarNeeds, kind: 'configMap' | 'secret'): readonly string[] {
  return needs.known
    .flatMap(({ spec }) => spec.target.template?.templateFrom ?? [])
    .map((source) => source[kind]?.name)
    .filter((name) => name !== undefined);
}

function writerRules({ externalSecrets, known }: SidecarNeeds): readonly Rule[] {
  const leases = externalSecrets.map((name) => `sallyport-${name}`);
  return [
    ...rule(GROUP, 'externalsecrets/status', externalSecrets, ['patch']),
    ...rule('', 'secrets', known.map(targetName), ['get', 'update', 'delete']),
    creation('', 'secrets'),
    ...rule('coordination.k8s.io', 'leases', leases, ['get', 'update']),
    creation('coordination.k8s.io', 'leases'),
  ];
}

/** The Pod has these values as files; from the Secret it takes them while a backend is down (docs/reference/sidecar.md). */
function lastGoodRules({ known }: SidecarNeeds): readonly Rule[] {
  const whole = known.filter(({ spec }) =>
    ['Owner', 'Orphan'].includes(spec.target.creationPolicy),
  );
  return rule('', 'secrets', whole.map(targetName), ['get']);
}

function rulesOf(needs: SidecarNeeds): readonly Rule[] {
  return [
    ...rule(GROUP, 'externalsecrets', needs.externalSecrets, FOLLOW),
    ...rule(GROUP, 'secretstores', storesOf(needs, 'SecretStore'), FOLLOW),
    ...rule('', 'configmaps', templatesOf(needs, 'configMap'), ['get']),
    ...rule('', 'secrets', templatesOf(needs, 'secret'), ['get']),
    ...(needs.writes ? writerRules(needs) : lastGoodRules(needs)),
    { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
  ];
}

function objectsOf(
  prefix: '' | 'Cluster',
  name: string,
  { namespace, serviceAccount }: SidecarNeeds,
  rules: readonly Rule[],
): readonly RawObject[] {
  const metadata = prefix === '' ? { name, namespace } : { name };
  const apiVersion = `${RBAC}/v1`;
  return [
    { apiVersion, kind: `${prefix}Role`, metadata, rules },
    {
      apiVersion,
      kind: `${prefix}RoleBinding`,
      metadata,
      roleRef: { apiGroup: RBAC, kind: `${prefix}Role`, name },
      subjects: [{ kind: 'ServiceAccount', name: serviceAccount, namespace }],
    },
  ];
}

/** The least that lets the ServiceAccount's sidecars work: a Role and its binding, and for ClusterSecretStores a ClusterRole. */
export function leastRights(needs: SidecarNeeds): readonly RawObject[] {
  const name = `sallyport-${needs.serviceAccount}`;
  const clusterRules = rule(
    GROUP,
    'clustersecretstores',
    storesOf(needs, 'ClusterSecretStore'),
    FOLLOW,
  );
  return [
    ...objectsOf('', name, needs, rulesOf(needs)),
    ...(clusterRules.length === 0
      ? []
      : objectsOf('Cluster', `${name}-${needs.namespace}`, needs, clusterRules)),
  ];
}
