import { ESO_GROUP, POLICY_GROUP, POLICY_VERSION, type RawObject } from '../../core/api/index.ts';
import {
  CLUSTER_SECRET_STORES,
  EXTERNAL_SECRETS,
  NAMESPACES,
  type Resource,
  SECRET_STORES,
} from '../../core/kube/index.ts';
import { textAt } from '../../core/runtime/index.ts';

/** What an object is for a verdict: `subjects` are judged, the others are what they are judged by. */
export type WorldPart = 'policies' | 'configs' | 'stores' | 'namespaces' | 'rbac' | 'subjects';

export interface WorldKind {
  readonly part: WorldPart;
  readonly resource: Resource;
}

const RBAC_GROUP = 'rbac.authorization.k8s.io';

function clusterWide(group: string, version: string, kind: string, plural: string): Resource {
  return { group, version, kind, plural, namespaced: false };
}

function namespaced(group: string, version: string, kind: string, plural: string): Resource {
  return { group, version, kind, plural, namespaced: true };
}

/** Every kind a verdict looks at, in the order a snapshot has them. */
export const WORLD_KINDS: readonly WorldKind[] = [
  { part: 'namespaces', resource: NAMESPACES },
  {
    part: 'configs',
    resource: clusterWide(
      POLICY_GROUP,
      POLICY_VERSION,
      'SecretAccessConfig',
      'secretaccessconfigs',
    ),
  },
  {
    part: 'policies',
    resource: clusterWide(
      POLICY_GROUP,
      POLICY_VERSION,
      'SecretAccessPolicy',
      'secretaccesspolicies',
    ),
  },
  { part: 'stores', resource: CLUSTER_SECRET_STORES },
  { part: 'stores', resource: SECRET_STORES },
  { part: 'rbac', resource: clusterWide(RBAC_GROUP, 'v1', 'ClusterRole', 'clusterroles') },
  {
    part: 'rbac',
    resource: clusterWide(RBAC_GROUP, 'v1', 'ClusterRoleBinding', 'clusterrolebindings'),
  },
  { part: 'rbac', resource: namespaced(RBAC_GROUP, 'v1', 'Role', 'roles') },
  { part: 'rbac', resource: namespaced(RBAC_GROUP, 'v1', 'RoleBinding', 'rolebindings') },
  { part: 'subjects', resource: EXTERNAL_SECRETS },
  {
    part: 'subjects',
    resource: clusterWide(ESO_GROUP, 'v1', 'ClusterExternalSecret', 'clusterexternalsecrets'),
  },
  { part: 'subjects', resource: namespaced(ESO_GROUP, 'v1alpha1', 'PushSecret', 'pushsecrets') },
  {
    part: 'subjects',
    resource: clusterWide(ESO_GROUP, 'v1alpha1', 'ClusterPushSecret', 'clusterpushsecrets'),
  },
];

export function groupOf(object: RawObject): string {
  const apiVersion = textAt(object, 'apiVersion');
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

/** What an object is for a verdict, in whatever version it is written; undefined when none looks at it. */
export function worldKindOf(object: RawObject): WorldKind | undefined {
  const group = groupOf(object);
  const kind = textAt(object, 'kind');
  return WORLD_KINDS.find(({ resource }) => resource.group === group && resource.kind === kind);
}
