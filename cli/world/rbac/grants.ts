import { matchesLabels } from '../../../core/policy/index.ts';
import type { RawObject } from '../../../core/api/index.ts';
import {
  type JsonObject,
  objectAt,
  objectsAt,
  textAt,
  textsAt,
} from '../../../core/runtime/index.ts';
import { type Right, ruleGives } from './rules.ts';
import { labelSelectorOf } from './selector.ts';

/** Somebody whom a binding names. */
export interface Subject {
  readonly kind: string;
  /** '' for users and groups. */
  readonly namespace: string;
  readonly name: string;
}

/** A right that somebody has by one binding. */
export interface Grant {
  readonly subject: Subject;
  /** '' in every namespace. */
  readonly namespace: string;
  /** "RoleBinding team-a/deployers". */
  readonly binding: string;
  /** "ClusterRole store-user". */
  readonly role: string;
}

function nameOf(object: RawObject): string {
  return textAt(objectAt(object, 'metadata'), 'name');
}

function namespaceOf(object: RawObject): string {
  return textAt(objectAt(object, 'metadata'), 'namespace');
}

/** In a cluster aggregated rules are written out already; in Git they are not. */
function rulesOf(role: RawObject, all: readonly RawObject[]): readonly JsonObject[] {
  const selectors = objectsAt(objectAt(role, 'aggregationRule'), 'clusterRoleSelectors');
  const aggregated = all.filter(
    (other) =>
      other !== role &&
      other['kind'] === 'ClusterRole' &&
      selectors.some((selector) =>
        matchesLabels(labelSelectorOf(selector), textsAt(objectAt(other, 'metadata'), 'labels')),
      ),
  );
  return [role, ...aggregated].flatMap((each) => objectsAt(each, 'rules'));
}

function roleOf(binding: RawObject, all: readonly RawObject[]): RawObject | undefined {
  const { kind, name } = objectAt(binding, 'roleRef');
  return all.find(
    (role) =>
      role['kind'] === kind &&
      nameOf(role) === name &&
      (kind === 'ClusterRole' || namespaceOf(role) === namespaceOf(binding)),
  );
}

function subjectsOf(binding: RawObject): readonly Subject[] {
  return objectsAt(binding, 'subjects').map((subject) => ({
    kind: textAt(subject, 'kind'),
    name: textAt(subject, 'name'),
    namespace: subject['kind'] === 'ServiceAccount' ? textAt(subject, 'namespace') : '',
  }));
}

function describe(object: RawObject): string {
  const name = [namespaceOf(object), nameOf(object)].filter((part) => part !== '').join('/');
  return `${textAt(object, 'kind')} ${name}`;
}

/** Everybody whom RBAC gives a right, and where. Other authorizers (webhook, node) are not seen. */
export function grantsOf(rbac: readonly RawObject[], right: Right): readonly Grant[] {
  return rbac
    .filter(({ kind }) => kind === 'RoleBinding' || kind === 'ClusterRoleBinding')
    .flatMap((binding) => {
      const role = roleOf(binding, rbac);
      const gives =
        role !== undefined && rulesOf(role, rbac).some((rule) => ruleGives(rule, right));
      return gives
        ? subjectsOf(binding).map((subject) => ({
            subject,
            namespace: binding['kind'] === 'RoleBinding' ? namespaceOf(binding) : '',
            binding: describe(binding),
            role: describe(role),
          }))
        : [];
    });
}
