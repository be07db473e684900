import { expect } from 'chai';
import { eventually, kubectl, tryKubectl } from '../support/cluster.ts';
import { freshNamespace, install, rolledOut, serveByController } from '../support/installation.ts';

const NAMESPACE = 'gatehouse';
const SYSTEM = ['-n', 'sallyport-system'];
const WEBHOOK = '--as=system:serviceaccount:sallyport-system:sallyport-webhook';

type Attempt = Awaited<ReturnType<typeof tryKubectl>>;

async function tryApply(text: string, ...options: readonly string[]): Promise<Attempt> {
  return tryKubectl(['apply', ...options, '-f', '-'], text);
}

function pod(name: string, annotations: string, spec = ''): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: ${NAMESPACE}, annotations: { ${annotations} } }
spec:
  ${spec}
  containers: [{ name: app, image: localhost/busybox:1, command: [sleep, '3600'] }]
`;
}

function store(kind: string, name: string, provider: string): string {
  const place = kind === 'SecretStore' ? `, namespace: ${NAMESPACE}` : '';
  return `
apiVersion: external-secrets.io/v1
kind: ${kind}
metadata: { name: ${name}${place} }
spec: { provider: ${provider} }
`;
}

function patchOf(name: string, field: unknown): readonly string[] {
  const body = JSON.stringify([{ op: 'replace', path: '/webhooks/0/failurePolicy', value: field }]);
  const dryRun = '--dry-run=server';
  return ['patch', 'validatingwebhookconfiguration', name, '--type=json', '-p', body, dryRun];
}

const INJECT = "sallyport.dev/inject: 'true', sallyport.dev/external-secrets: database";
const ELSEWHERE =
  '{ vault: { server: "https://v", auth: { tokenSecretRef: { name: t, key: k, namespace: other } } } }';
const MINE = '{"stringData":{"password":"mine"}}';
const NO_SIDECAR = 'sallyport.dev/inject asks for the sidecar, and the Pod has none';

describe('the policies of deploy/policies on a real cluster', () => {
  before(async function () {
    this.timeout(400_000);
    await install();
    await kubectl(['apply', '-k', 'deploy/policies/managed-secrets']);
    await freshNamespace(NAMESPACE);
    await eventually(
      'the policies in force',
      async () => tryApply(store('SecretStore', 'foreign', ELSEWHERE), '--dry-run=server'),
      ({ stderr }) => stderr.includes('sallyport-stores'),
    );
  });

  after(async function () {
    this.timeout(200_000);
    await kubectl(['delete', 'namespace', NAMESPACE, '--wait=false']);
    await kubectl(['delete', '-k', 'deploy/policies/managed-secrets', '--ignore-not-found']);
    await kubectl([...SYSTEM, 'scale', 'deployment/sallyport-webhook', '--replicas=2']);
    await rolledOut('sallyport-webhook');
  });

  describe('a managed Secret', () => {
    const patch = ['-n', NAMESPACE, 'patch', 'secret', 'database', '--type=merge', '-p'];

    before(async () => {
      await kubectl(
        ['apply', '-f', '-'],
        store('SecretStore', 'fake', '{ fake: { data: [{ key: k, value: v }] } }'),
      );
      await kubectl(
        ['apply', '-f', '-'],
        `
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: database, namespace: ${NAMESPACE} }
spec: { secretStoreRef: { name: fake }, data: [{ secretKey: password, remoteRef: { key: k } }] }
`,
      );
      await eventually(
        'the Secret',
        async () => tryKubectl(['-n', NAMESPACE, 'get', 'secret', 'database']),
        ({ code }) => code === 0,
      );
      await eventually(
        'the policy with its list of writers',
        async () => tryKubectl([...patch, MINE, '--dry-run=server']),
        ({ stderr }) => stderr.includes('is managed'),
      );
    });

    it('refuses data by hand, from an administrator too, and names the ExternalSecret to change', async () => {
      const { code, stderr } = await tryKubectl([...patch, MINE]);

      expect(code).to.equal(1);
      expect(stderr).to.include(
        `Secret ${NAMESPACE}/database is managed: change ExternalSecret ${NAMESPACE}/database, or the value in its store`,
      );
    });

    it('cannot be taken out of management to be changed then', async () => {
      const labels = { 'reconcile.external-secrets.io/managed': null };
      const { code } = await tryKubectl([...patch, JSON.stringify({ metadata: { labels } })]);

      expect(code).to.equal(1);
    });

    it('takes other labels, and what its controller writes', async () => {
      await kubectl([...patch, '{"metadata":{"labels":{"team":"shop"}}}']);
      await kubectl(
        ['apply', '-f', '-'],
        store('SecretStore', 'fake', '{ fake: { data: [{ key: k, value: w }] } }'),
      );
      await kubectl(['-n', NAMESPACE, 'annotate', 'externalsecret', 'database', 'force-sync=1']);

      await eventually(
        'the new value',
        async () =>
          kubectl([
            '-n',
            NAMESPACE,
            'get',
            'secret',
            'database',
            '-o',
            'jsonpath={.data.password}',
          ]),
        (text) => text === 'dw==',
      );
    });
  });

  describe('the registrations', () => {
    it('are not changed by whoever may change registrations, only with the verb administer', async () => {
      await kubectl(
        ['apply', '-f', '-'],
        `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: gatehouse-operator }
rules: [{ apiGroups: [admissionregistration.k8s.io], resources: [validatingwebhookconfigurations], verbs: [get, patch, update, delete] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: gatehouse-operator }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: gatehouse-operator }
subjects: [{ kind: User, name: operator }]
`,
      );
      const operator = await tryKubectl([
        ...patchOf('sallyport-validate', 'Ignore'),
        '--as=operator',
      ]);
      const removal = ['delete', 'validatingwebhookconfiguration', 'sallyport-validate'];
      const deletion = await tryKubectl([...removal, '--dry-run=server', '--as=operator']);
      const administrator = await tryKubectl(patchOf('sallyport-validate', 'Ignore'));
      await kubectl(['delete', 'clusterrolebinding,clusterrole', 'gatehouse-operator']);

      expect(operator.code).to.equal(1);
      expect(operator.stderr).to.include(
        "operator may not change Sallyport's registration sallyport-validate",
      );
      expect(deletion.code).to.equal(1);
      expect(administrator.code).to.equal(0);
    });

    it('get a CA bundle from the webhook, and nothing else', async () => {
      const { code, stderr } = await tryKubectl([
        ...patchOf('sallyport-validate', 'Ignore'),
        WEBHOOK,
      ]);
      const bundle = await kubectl([
        'get',
        'validatingwebhookconfiguration',
        'sallyport-validate',
        '-o',
        'jsonpath={.webhooks[*].clientConfig.caBundle}',
      ]);

      expect(code).to.equal(1);
      expect(stderr).to.include('the webhook may write caBundle');
      expect(new Set(bundle.split(' ')).size).to.equal(1);
      expect(bundle).not.to.equal('');
    });

    it('take entries for Pods from the webhook, and for nothing else', async () => {
      const apply = async (resource: string): Promise<Attempt> =>
        tryKubectl(
          [
            'apply',
            '--server-side',
            '--field-manager=test',
            '--dry-run=server',
            WEBHOOK,
            '-f',
            '-',
          ],
          `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: { name: sallyport-pods }
webhooks:
  - name: pods.sallyport.dev
    clientConfig: { service: { namespace: sallyport-system, name: sallyport-webhook, path: /validate-pods } }
    rules: [{ apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [${resource}] }]
    failurePolicy: Fail
    sideEffects: None
    admissionReviewVersions: [v1]
`,
        );

      const pods = await apply('pods');
      const secrets = await apply('secrets');

      expect(pods.stderr).to.equal('');
      expect(secrets.code).to.equal(1);
      expect(secrets.stderr).to.include('entries for Pods into sallyport-pods, and nothing else');
    });
  });

  describe('while no webhook runs', () => {
    before(async function () {
      this.timeout(120_000);
      await kubectl([...SYSTEM, 'scale', 'deployment/sallyport-webhook', '--replicas=0']);
      await kubectl([
        ...SYSTEM,
        'wait',
        '--for=delete',
        'pod',
        '-l',
        'app.kubernetes.io/name=sallyport-webhook',
        '--timeout=90s',
      ]);
    });

    it('a Pod that asks for a sidecar is refused with what to do', async () => {
      const { code, stderr } = await tryApply(pod('asks', INJECT));

      expect(code).to.equal(1);
      expect(stderr).to.include(NO_SIDECAR);
      expect(stderr).to.include('deployment/sallyport-webhook in sallyport-system');
    });

    for (const [what, text] of [
      ['asks for nothing', pod('quiet', "team: 'shop'")],
      ['says no', pod('declines', "sallyport.dev/inject: 'false'")],
      ["runs in its node's network", pod('host', INJECT, 'hostNetwork: true')],
      [
        'was given its sidecar by hand',
        pod('hand', INJECT, 'initContainers: [{ name: sallyport, image: localhost/busybox:1 }]'),
      ],
    ] as const) {
      it(`a Pod that ${what} is let in`, async () => {
        const { code, stderr } = await tryApply(text, '--dry-run=server');

        expect(stderr).to.equal('');
        expect(code).to.equal(0);
      });
    }

    it('our kinds are refused, and can still be labelled and deleted', async () => {
      const fresh = await tryApply(store('SecretStore', 'fresh', '{ fake: { data: [] } }'));
      await kubectl(['-n', NAMESPACE, 'annotate', 'secretstore', 'fake', 'note=x']);
      await kubectl(['-n', NAMESPACE, 'delete', 'externalsecret', 'database', '--timeout=20s']);

      expect(fresh.code).to.equal(1);
      expect(fresh.stderr).to.include('failed calling webhook "stores.sallyport.dev"');
    });

    it('a store is still held to its own namespace where the registration was taken away', async () => {
      await kubectl(['delete', 'validatingwebhookconfiguration', 'sallyport-validate']);
      const foreign = await tryApply(store('SecretStore', 'foreign', ELSEWHERE));
      const cluster = await tryApply(
        store('ClusterSecretStore', 'foreign', ELSEWHERE),
        '--dry-run=server',
      );
      const own = await tryApply(
        store('SecretStore', 'own', ELSEWHERE.replace('other', NAMESPACE)),
        '--dry-run=server',
      );
      await kubectl(['apply', '-f', 'deploy/base/webhook-configurations.yaml']);

      expect(foreign.code).to.equal(1);
      expect(foreign.stderr).to.include(
        'a SecretStore reads its credentials in its own namespace, not in "other"; leave the namespace out',
      );
      expect(cluster.stderr).to.equal('');
      expect(own.stderr).to.equal('');
    });
  });

  describe('once the webhook is back', () => {
    it('Pods that ask for a sidecar are let in', async function () {
      this.timeout(200_000);
      await kubectl([...SYSTEM, 'scale', 'deployment/sallyport-webhook', '--replicas=2']);
      await serveByController(true);

      const attempt = await eventually(
        'a Pod that is let in',
        async () => tryApply(pod('again', INJECT), '--dry-run=server'),
        ({ code }) => code === 0,
      );

      expect(attempt.stdout).to.include('pod/again created');
    });
  });
});
