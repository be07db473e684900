import { expect } from 'chai';
import { isAuthorized, type RightQuestion } from '../../../../cli/world/rbac/authorize.ts';
import type { RawObject } from '../../../../core/api/index.ts';

const RBAC = 'rbac.authorization.k8s.io/v1';

function role(name: string, rule: object, namespace = ''): RawObject {
  return {
    apiVersion: RBAC,
    kind: namespace === '' ? 'ClusterRole' : 'Role',
    metadata: { name, ...(namespace === '' ? {} : { namespace }) },
    rules: [
      {
        apiGroups: ['external-secrets.io'],
        resources: ['clustersecretstores'],
        verbs: ['use'],
        ...rule,
      },
    ],
  };
}

function binding(roleRef: object, subject: object, namespace = ''): RawObject {
  return {
    apiVersion: RBAC,
    kind: namespace === '' ? 'ClusterRoleBinding' : 'RoleBinding',
    metadata: { name: 'b', ...(namespace === '' ? {} : { namespace }) },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', ...roleRef },
    subjects: [subject],
  };
}

const QUESTION: RightQuestion = {
  user: 'system:serviceaccount:team-a:deployer',
  groups: ['system:serviceaccounts', 'system:serviceaccounts:team-a', 'system:authenticated'],
  verb: 'use',
  group: 'external-secrets.io',
  resource: 'clustersecretstores',
  name: 'vault',
  namespace: 'team-a',
};
const CLUSTER_ROLE = { kind: 'ClusterRole', name: 'r' };
const DEPLOYER = { kind: 'ServiceAccount', namespace: 'team-a', name: 'deployer' };
const ALL = { apiGroups: ['*'], resources: ['*'], verbs: ['*'] };

describe('isAuthorized', () => {
  for (const [what, rule] of [
    ['names verb, group and resource', {}],
    ['names everything by *', ALL],
    ['names the store', { resourceNames: ['other', 'vault'] }],
  ] as const) {
    it(`says yes by a rule that ${what}`, () => {
      const rbac = [role('r', rule), binding(CLUSTER_ROLE, DEPLOYER)];

      expect(isAuthorized(rbac, QUESTION)).to.equal(true);
    });
  }

  for (const [what, rule] of [
    ['names another verb', { verbs: ['get', 'list', 'watch'] }],
    ['names another group', { apiGroups: [''] }],
    ['names another resource', { resources: ['secretstores'] }],
    ['names another store', { resourceNames: ['vault-prod'] }],
    ['takes part of a name for a pattern', { resourceNames: ['vau*'] }],
    ['names the subresource', { resources: ['clustersecretstores/status'] }],
  ] as const) {
    it(`says no by a rule that ${what}`, () => {
      const rbac = [role('r', rule), binding(CLUSTER_ROLE, DEPLOYER)];

      expect(isAuthorized(rbac, QUESTION)).to.equal(false);
    });
  }

  for (const [what, subject, answer] of [
    ['the service account', DEPLOYER, true],
    ['one of its groups', { kind: 'Group', name: 'system:serviceaccounts:team-a' }, true],
    ['its user name', { kind: 'User', name: QUESTION.user }, true],
    ['a service account of that name elsewhere', { ...DEPLOYER, namespace: 'team-b' }, false],
    ['a user of its bare name', { kind: 'User', name: 'deployer' }, false],
    ['a group that has its user name', { kind: 'Group', name: QUESTION.user }, false],
  ] as const) {
    it(`says ${answer ? 'yes' : 'no'} by a binding of ${what}`, () => {
      const rbac = [role('r', {}), binding(CLUSTER_ROLE, subject)];

      expect(isAuthorized(rbac, QUESTION)).to.equal(answer);
    });
  }

  it('says yes by a RoleBinding of the namespace alone, also for the cluster-scoped store', () => {
    const rbac = [role('r', {}), binding(CLUSTER_ROLE, DEPLOYER, 'team-a')];

    expect(isAuthorized(rbac, QUESTION)).to.equal(true);
    expect(isAuthorized(rbac, { ...QUESTION, namespace: 'team-b' })).to.equal(false);
    expect(isAuthorized(rbac, { ...QUESTION, namespace: '' })).to.equal(false);
  });

  it('takes a Role of the binding’s own namespace', () => {
    const roleRef = { kind: 'Role', name: 'r' };

    expect(
      isAuthorized([role('r', {}, 'team-a'), binding(roleRef, DEPLOYER, 'team-a')], QUESTION),
    ).to.equal(true);
    expect(
      isAuthorized([role('r', {}, 'team-b'), binding(roleRef, DEPLOYER, 'team-a')], QUESTION),
    ).to.equal(false);
  });

  it('follows an aggregated role to the roles its selector picks', () => {
    const aggregated = {
      apiVersion: RBAC,
      kind: 'ClusterRole',
      metadata: { name: 'r' },
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: { 'to-r': 'true' } }] },
      rules: [],
    };
    const part = { ...role('part', {}), metadata: { name: 'part', labels: { 'to-r': 'true' } } };
    const bound = binding(CLUSTER_ROLE, DEPLOYER);

    expect(isAuthorized([aggregated, part, bound], QUESTION)).to.equal(true);
    expect(isAuthorized([aggregated, role('part', {}), bound], QUESTION)).to.equal(false);
  });

  it('says yes to system:masters without any role', () => {
    expect(isAuthorized([], { ...QUESTION, groups: ['system:masters'] })).to.equal(true);
  });
});
