import { ESO_GROUP, POLICY_GROUP } from '../api/index.ts';
import type { AccessQuestion, Actor, StoreId } from './contract.ts';

type Attributes = Pick<AccessQuestion, 'verb' | 'group' | 'resource' | 'namespace' | 'name'>;

function ask(actor: Actor, attributes: Attributes): AccessQuestion {
  const { username, uid, groups, extra } = actor;
  const { verb, group, resource, namespace, name } = attributes;
  const id = JSON.stringify([username, groups.toSorted(), verb, group, resource, namespace, name]);
  return { id, user: username, uid, groups: groups.toSorted(), extra, ...attributes };
}

/** May the actor use the store from that namespace ('' : from all of them)? admission.md 2.6. */
export function askUse(actor: Actor, { kind, name }: StoreId, namespace: string): AccessQuestion {
  return ask(actor, {
    verb: 'use',
    group: ESO_GROUP,
    resource: kind === 'SecretStore' ? 'secretstores' : 'clustersecretstores',
    namespace,
    name,
  });
}

export function askPolicy(actor: Actor, verb: 'bypass' | 'update', policy: string): AccessQuestion {
  return ask(actor, {
    verb,
    group: POLICY_GROUP,
    resource: 'secretaccesspolicies',
    namespace: '',
    name: policy,
  });
}
