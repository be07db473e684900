import { ESO_GROUP, POLICY_GROUP, type RawObject } from '../../core/api/index.ts';
import { listAt, objectAt, objectsAt, textAt } from '../../core/runtime/index.ts';

const GROUPS: readonly unknown[] = ['*', ESO_GROUP, POLICY_GROUP];

function speaksOfOurs(role: RawObject): boolean {
  return (
    Object.keys(objectAt(role, 'aggregationRule')).length > 0 ||
    objectsAt(role, 'rules').some((rule) =>
      listAt(rule, 'apiGroups').some((group) => GROUPS.includes(group)),
    )
  );
}

function roleIdentity(kind: string, namespace: string, name: string): string {
  return `${kind}/${kind === 'ClusterRole' ? '' : namespace}/${name}`;
}

function namespaceOf(object: RawObject): string {
  return textAt(objectAt(object, 'metadata'), 'namespace');
}

function isBindingOf(object: RawObject, kept: ReadonlySet<string>): boolean {
  const { kind, name } = objectAt(object, 'roleRef');
  return kept.has(roleIdentity(String(kind), namespaceOf(object), String(name)));
}

/** The roles that say something of stores, ExternalSecrets or policies, and their bindings; a cluster has many others. */
export function relevantRbac(rbac: readonly RawObject[]): readonly RawObject[] {
  const roles = rbac.filter((object) => object['roleRef'] === undefined && speaksOfOurs(object));
  const kept = new Set(
    roles.map((role) =>
      roleIdentity(
        textAt(role, 'kind'),
        namespaceOf(role),
        textAt(objectAt(role, 'metadata'), 'name'),
      ),
    ),
  );
  return [...roles, ...rbac.filter((object) => isBindingOf(object, kept))];
}
