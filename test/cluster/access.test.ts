import { expect } from 'chai';
import { eventually, kubectl, tryKubectl } from '../support/cluster.ts';
import { freshNamespace, install } from '../support/installation.ts';

const NAMESPACE = 'access';
const KEY = `prod/${NAMESPACE}/db`;

type Attempt = Awaited<ReturnType<typeof tryKubectl>>;

const world = `
apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata: { name: access-prod }
spec: { provider: { fake: { data: [{ key: ${KEY}, value: v }, { key: prod/other/db, value: w }] } } }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: developers, namespace: ${NAMESPACE} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: sallyport-developer }
subjects: [{ kind: User, name: dora }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: editors, namespace: ${NAMESPACE} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit }
subjects: [{ kind: User, name: erin }]
`;

function policy(action: string): string {
  return `
apiVersion: policy.sallyport.dev/v1alpha1
kind: SecretAccessPolicy
metadata: { name: access-prod }
spec:
  validationActions: [${action}]
  stores: [{ kind: ClusterSecretStore, names: [access-prod] }]
  rules:
    - { name: own, namespaces: { names: ['acc*'] }, keys: { allow: ['prod/{{namespace}}/**'] } }
  actor: { requireUse: true }
`;
}

const grant = `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: use-access-prod, namespace: ${NAMESPACE} }
rules: [{ apiGroups: [external-secrets.io], resources: [clustersecretstores], resourceNames: [access-prod], verbs: [use] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: use-access-prod, namespace: ${NAMESPACE} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: use-access-prod }
subjects: [{ kind: User, name: dora }]
`;

async function tryApply(who: string, key: string, ...options: readonly string[]): Promise<Attempt> {
  return tryKubectl(
    ['apply', `--as=${who}`, ...options, '-f', '-'],
    `
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: app-${who}, namespace: ${NAMESPACE} }
spec:
  secretStoreRef: { kind: ClusterSecretStore, name: access-prod }
  data: [{ secretKey: password, remoteRef: { key: ${key} } }]
`,
  );
}

async function inForce(action: string, isInForce: (attempt: Attempt) => boolean): Promise<void> {
  await kubectl(['apply', '-f', '-'], policy(action));
  await eventually(
    `the policy with ${action}`,
    async () => tryApply('dora', 'prod/other/db', '--dry-run=server'),
    isInForce,
  );
}

describe('store policies on a real cluster', () => {
  before(async function () {
    this.timeout(400_000);
    await install();
    await freshNamespace(NAMESPACE);
    await kubectl(['apply', '-f', '-'], world);
    await inForce('Deny', ({ code }) => code !== 0);
  });

  after(async () => {
    await kubectl([
      'delete',
      'secretaccesspolicy,clustersecretstore',
      'access-prod',
      '--ignore-not-found',
    ]);
    await kubectl(['delete', 'namespace', NAMESPACE, '--wait=false']);
  });

  it('a key of another namespace is refused with what would be allowed, in a dry run too', async () => {
    const real = await tryApply('dora', 'prod/other/db');
    const dry = await tryApply('dora', 'prod/other/db', '--dry-run=server');

    expect(real.code).to.equal(1);
    expect(real.stderr).to.include(
      'admission webhook "externalsecrets.sallyport.dev" denied the request',
    );
    expect(real.stderr).to.include(`prod/${NAMESPACE}/**`);
    expect(dry.stderr).to.equal(real.stderr);
  });

  it('who lacks the verb use is refused with the grant to ask for, edit or not', async () => {
    for (const who of ['dora', 'erin']) {
      const { code, stderr } = await tryApply(who, KEY);

      expect(code).to.equal(1);
      expect(stderr).to.include('use');
      expect(stderr).to.include('clustersecretstores.external-secrets.io');
      expect(stderr).to.include('access-prod');
    }
  });

  it('who was granted use by a Role in the namespace may, and nobody else', async () => {
    await kubectl(['apply', '-f', '-'], grant);
    const dora = await eventually(
      'the grant',
      async () => tryApply('dora', KEY),
      ({ code }) => code === 0,
    );
    const erin = await tryApply('erin', KEY);

    expect(dora.stdout).to.include('app-dora created');
    expect(erin.code).to.equal(1);
  });

  it('an administrator has the verb', async () => {
    const asAdministrator = ['--as-group=system:masters', '--dry-run=server'];
    const { code, stdout } = await tryApply('someone', KEY, ...asAdministrator);

    expect(code).to.equal(0);
    expect(stdout).to.include('app-someone created');
  });

  it('a policy that warns lets it in and says what it would refuse', async () => {
    await inForce('Warn', ({ code }) => code === 0);
    const { code, stderr } = await tryApply('dora', 'prod/other/db');

    expect(code).to.equal(0);
    expect(stderr).to.match(/^Warning: .*prod\/other\/db/m);
  });

  it('a policy that is tightened says what it would now refuse', async () => {
    const { stderr } = await tryKubectl(['apply', '--dry-run=server', '-f', '-'], policy('Deny'));

    expect(stderr).to.match(/^Warning: .*access\/app-dora/m);
  });

  describe('that speaks of Pods', () => {
    const registered = [
      'get',
      'validatingwebhookconfiguration',
      'sallyport-pods',
      '-o',
      'jsonpath={.webhooks[*].name}',
    ];

    function pod(serviceAccountName: string, namespace = NAMESPACE): string {
      return `
apiVersion: v1
kind: Pod
metadata: { name: reader-${serviceAccountName}, namespace: ${namespace} }
spec:
  serviceAccountName: ${serviceAccountName}
  containers:
    - name: app
      image: localhost/busybox:1
      command: [sleep, '3600']
      envFrom: [{ secretRef: { name: app-dora, optional: true } }]
`;
    }

    async function tryPod(...args: Parameters<typeof pod>): Promise<Attempt> {
      return tryKubectl(['apply', '--dry-run=server', '-f', '-'], pod(...args));
    }

    before(async () => {
      await kubectl(['-n', NAMESPACE, 'create', 'serviceaccount', 'shop']);
      await kubectl(
        ['apply', '-f', '-'],
        `${policy('Deny')}  pods:
    namespaces: { names: ['acc*'] }
    rules: [{ name: shop, serviceAccounts: [shop], externalSecrets: ['*'], uses: [Reference] }]
`,
      );
      await eventually(
        'the registration for Pods',
        async () => kubectl(registered),
        (names) => names === 'pods.sallyport.dev',
      );
    });

    it('refuses a Pod that references a managed Secret under another ServiceAccount, and lets the right one in', async () => {
      const other = await tryPod('default');
      const right = await tryPod('shop');

      expect(other.code).to.equal(1);
      expect(other.stderr).to.include('admission webhook "pods.sallyport.dev" denied the request');
      expect(other.stderr).to.include('app-dora');
      expect(right.stderr).to.equal('');
    });

    it('is not asked about Pods of other namespaces', async () => {
      const elsewhere = await tryPod('default', 'default');

      expect(elsewhere.code).to.equal(0);
    });

    it('leaves no registration behind when it goes', async () => {
      await kubectl(['delete', 'secretaccesspolicy', 'access-prod']);

      await eventually(
        'no registration for Pods',
        async () => kubectl(registered),
        (names) => names === '',
      );
    });
  });
});
