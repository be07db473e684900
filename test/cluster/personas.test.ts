import { expect } from 'chai';
import { kubectl, tryKubectl } from '../support/cluster.ts';
import { freshNamespace, install } from '../support/installation.ts';

const NAMESPACE = 'people';

/** Bound as one would: the developer in a namespace, the others in the cluster; erin has the usual edit, vera the usual view. */
const bindings = `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: developer, namespace: ${NAMESPACE} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: sallyport-developer }
subjects: [{ kind: User, name: dora }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: editor, namespace: ${NAMESPACE} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit }
subjects: [{ kind: User, name: erin }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: viewer, namespace: ${NAMESPACE} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
subjects: [{ kind: User, name: vera }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: people-platform }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: sallyport-platform }
subjects: [{ kind: User, name: paul }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: people-auditor }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: sallyport-auditor }
subjects: [{ kind: User, name: anna }]
`;

const ES = 'externalsecrets.external-secrets.io';
const STORE = 'secretstores.external-secrets.io';
const CLUSTER_STORE = 'clustersecretstores.external-secrets.io';
const PUSH = 'pushsecrets.external-secrets.io';
const POLICY = 'secretaccesspolicies.policy.sallyport.dev';

const store = `
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: { name: fake, namespace: ${NAMESPACE} }
spec: { provider: { fake: { data: [{ key: k, value: v }] } } }
`;
const externalSecret = `
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: database, namespace: ${NAMESPACE} }
spec: { secretStoreRef: { name: fake }, data: [{ secretKey: password, remoteRef: { key: k } }] }
`;

describe('personas on a real cluster', () => {
  before(async function () {
    this.timeout(400_000);
    await install();
    await freshNamespace(NAMESPACE);
    await kubectl(['apply', '-f', '-'], bindings);
  });

  after(async () => {
    await kubectl(['delete', 'namespace', NAMESPACE, '--wait=false']);
    await kubectl(['delete', 'clusterrolebinding', 'people-platform', 'people-auditor']);
  });

  for (const [who, may, mayNot] of [
    [
      'dora',
      [`create ${ES}`, `delete ${ES}`, `get ${ES} --subresource=status`, `list ${STORE}`],
      [
        `create ${STORE}`,
        `patch ${STORE}`,
        `create ${CLUSTER_STORE}`,
        `use ${STORE}`,
        `use ${CLUSTER_STORE}`,
        `create ${PUSH}`,
        `update ${ES} --subresource=status`,
        `create ${POLICY}`,
        'get secrets',
        'list secrets',
      ],
    ],
    [
      'erin',
      [`create ${ES}`, `list ${STORE}`, 'get secrets'],
      [
        `create ${STORE}`,
        `update ${STORE}`,
        `use ${STORE}`,
        `use ${CLUSTER_STORE}`,
        `create ${PUSH}`,
      ],
    ],
    ['vera', [`list ${ES}`, `list ${STORE}`], [`create ${ES}`, `create ${STORE}`, 'get secrets']],
    [
      'paul',
      [`create ${STORE}`, `create ${CLUSTER_STORE}`, `create ${POLICY}`, `list ${ES}`],
      [`create ${ES}`, 'get secrets', `bypass ${POLICY}`, 'create clusterroles'],
    ],
    [
      'anna',
      [
        `list ${ES}`,
        `list ${CLUSTER_STORE}`,
        `list ${POLICY}`,
        'list clusterrolebindings',
        'list namespaces',
      ],
      [`create ${ES}`, `patch ${STORE}`, `delete ${POLICY}`, `use ${CLUSTER_STORE}`, 'get secrets'],
    ],
  ] as const) {
    it(`${who} may do what the role says and nothing of what it does not`, async () => {
      const answers = [];
      for (const question of [...may, ...mayNot]) {
        const { stdout } = await tryKubectl([
          'auth',
          'can-i',
          ...question.split(' '),
          '-n',
          NAMESPACE,
          `--as=${who}`,
        ]);
        answers.push(`${question}: ${stdout.trim()}`);
      }

      expect(answers).to.deep.equal([
        ...may.map((question) => `${question}: yes`),
        ...mayNot.map((question) => `${question}: no`),
      ]);
    });
  }

  it('the platform makes a store, and a developer uses it and reads how it went, but not the value', async () => {
    const platform = await tryKubectl(['apply', '--as=paul', '-f', '-'], store);
    const developer = await tryKubectl(['apply', '--as=dora', '-f', '-'], externalSecret);
    await kubectl([
      '-n',
      NAMESPACE,
      'wait',
      '--for=condition=Ready',
      'externalsecret/database',
      '--timeout=60s',
    ]);
    const condition = ['-o', 'jsonpath={.status.conditions[0].reason}'];
    const status = await kubectl([
      '-n',
      NAMESPACE,
      'get',
      'externalsecret',
      'database',
      '--as=dora',
      ...condition,
    ]);
    const value = await tryKubectl(['-n', NAMESPACE, 'get', 'secret', 'database', '--as=dora']);

    expect(platform.stderr).to.equal('');
    expect(developer.stderr).to.equal('');
    expect(status).to.equal('SecretSynced');
    expect(value.code).to.equal(1);
    expect(value.stderr).to.include('cannot get resource "secrets"');
  });

  it('a developer changes no store, and an auditor changes nothing', async () => {
    const changed = store.replace('value: v', 'value: w');
    const developer = await tryKubectl(['apply', '--as=dora', '-f', '-'], changed);
    const auditor = await tryKubectl([
      '-n',
      NAMESPACE,
      'delete',
      'externalsecret',
      'database',
      '--as=anna',
    ]);
    const seen = await kubectl([
      '-n',
      NAMESPACE,
      'get',
      'externalsecret',
      '-o',
      'name',
      '--as=anna',
    ]);

    expect(developer.code).to.equal(1);
    expect(developer.stderr).to.include('cannot patch resource "secretstores"');
    expect(auditor.code).to.equal(1);
    expect(auditor.stderr).to.include('cannot delete resource "externalsecrets"');
    expect(seen).to.equal(`externalsecret.external-secrets.io/database\n`);
  });
});
