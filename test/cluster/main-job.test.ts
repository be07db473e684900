import { expect } from 'chai';
import { isObject, objectAt, objectsAt, textAt } from '../../core/runtime/index.ts';
import { connectSecretsManager } from '../support/aws.ts';
import { eventually, getJson, kubectl, tryKubectl } from '../support/cluster.ts';
import {
  connectVault,
  freshNamespace,
  install,
  serveByController,
  testImage,
  vaultForPods,
} from '../support/installation.ts';
import { createVaultRole, vault, writeVaultSecret } from '../support/vault.ts';

const NAMESPACE = 'shop';
const inShop = ['-n', NAMESPACE];
/** Every value the suite puts into a backend: none may be seen outside files and Secrets. */
const VALUES = [
  'vault-one-8f3a',
  'vault-two-77c1',
  'aws-one-5d2e',
  'aws-two-90ab',
  'edited-by-hand',
];

const vaultStore = (path: string): string => `
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: { name: vault, namespace: ${NAMESPACE} }
spec:
  provider:
    vault:
      server: ${vaultForPods()}
      path: ${path}
      version: v2
      auth: { kubernetes: { mountPath: kubernetes, role: shop, serviceAccountRef: { name: app } } }
`;

const externalSecret = (name: string, store: string, key: string): string => `
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: ${name}, namespace: ${NAMESPACE}, labels: { team: shop }, annotations: { note: hello } }
spec:
  refreshInterval: 2s
  secretStoreRef: { name: ${store} }
  data:
    - secretKey: password
      remoteRef: { key: ${key}, property: password }
`;

const pod = (name: string, names: string, annotations = ''): string => `
apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  namespace: ${NAMESPACE}
  annotations:
    sallyport.dev/inject: 'true'
    sallyport.dev/external-secrets: ${names}
${annotations}
spec:
  serviceAccountName: app
  terminationGracePeriodSeconds: 5
  securityContext: { runAsNonRoot: true, runAsUser: 1234, seccompProfile: { type: RuntimeDefault } }
  containers:
    - name: app
      image: ${testImage()}
      command: [sh, -c, 'cd /var/run/secrets/sallyport.dev && for d in *; do echo "at start: $d: $(ls $d)"; done; exec sleep 3600']
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }
`;

const account = `
apiVersion: v1
kind: ServiceAccount
metadata: { name: app, namespace: ${NAMESPACE} }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: app, namespace: ${NAMESPACE} }
rules:
  - { apiGroups: [external-secrets.io], resources: [externalsecrets], resourceNames: [database, queue, elected], verbs: [get, list, watch] }
  - { apiGroups: [external-secrets.io], resources: [secretstores], resourceNames: [vault, aws-chain], verbs: [get, list, watch] }
  - { apiGroups: [external-secrets.io], resources: [externalsecrets/status], resourceNames: [elected], verbs: [patch] }
  - { apiGroups: [coordination.k8s.io], resources: [leases], verbs: [create, get, update, patch] }
  - { apiGroups: [''], resources: [secrets], verbs: [create] }
  - { apiGroups: [''], resources: [secrets], resourceNames: [elected], verbs: [get, update, patch, delete] }
  - { apiGroups: [''], resources: [events], verbs: [create, patch] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: app, namespace: ${NAMESPACE} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: app }
subjects: [{ kind: ServiceAccount, name: app, namespace: ${NAMESPACE} }]
`;

async function apply(manifest: string): Promise<string> {
  return kubectl(['apply', '-f', '-'], manifest);
}

async function readyOf(kind: string, name: string): Promise<string> {
  return kubectl([
    ...inShop,
    'get',
    kind,
    name,
    '-o',
    'jsonpath={range .status.conditions[?(@.type=="Ready")]}{.status} {.reason}: {.message}{end}',
  ]);
}

async function becomesReady(name: string): Promise<void> {
  await eventually(
    `ExternalSecret ${name} Ready`,
    async () => readyOf('externalsecret', name),
    (text) => text.startsWith('True '),
  );
}

async function valueIn(secret: string): Promise<string> {
  const encoded = await kubectl([
    ...inShop,
    'get',
    'secret',
    secret,
    '-o',
    'jsonpath={.data.password}',
  ]);
  return Buffer.from(encoded, 'base64').toString('utf8');
}

async function fileIn(podName: string, externalSecretName: string): Promise<string> {
  const path = `/var/run/secrets/sallyport.dev/${externalSecretName}/password`;
  const { stdout } = await tryKubectl([...inShop, 'exec', podName, '-c', 'app', '--', 'cat', path]);
  return stdout;
}

async function object(kind: string, name: string): Promise<Readonly<Record<string, unknown>>> {
  const found = await getJson(...inShop, kind, name);
  return isObject(found) ? found : {};
}

describe('on a real cluster', () => {
  const aws = connectSecretsManager();

  before(async function () {
    this.timeout(400_000);
    await install();
    await connectVault();
    await freshNamespace(NAMESPACE);
    await apply(account);
    await createVaultRole('shop', { namespace: NAMESPACE, serviceAccount: 'app', path: 'shop/*' });
    await writeVaultSecret('shop/database', { password: 'vault-one-8f3a' });
    await aws.create('shop/queue', JSON.stringify({ password: 'aws-one-5d2e' }));
  });

  describe('an ExternalSecret over Vault', () => {
    before(async () => {
      await apply(vaultStore('secret'));
      await apply(externalSecret('database', 'vault', 'shop/database'));
      await becomesReady('database');
    });

    it('says SecretSynced in kubectl get', async () => {
      const table = await kubectl([...inShop, 'get', 'externalsecret', 'database']);

      expect(table).to.match(/STORETYPE\s+STORE\s+REFRESH INTERVAL\s+STATUS\s+READY/);
      expect(table).to.match(/database\s+(SecretStore)?\s*vault\s+2s\s+SecretSynced\s+True/);
    });

    it('has a store that is Valid and says what it can do', async () => {
      const text = await eventually(
        'store Ready',
        async () => readyOf('secretstore', 'vault'),
        (answer) => answer.startsWith('True'),
      );

      expect(text).to.equal('True Valid: store validated');
      expect(
        textAt(objectAt(await object('secretstore', 'vault'), 'status'), 'capabilities'),
      ).to.equal('ReadWrite');
    });

    it('makes a Secret with data, type, labels, annotations and owner', async () => {
      const secret = await object('secret', 'database');
      const metadata = objectAt(secret, 'metadata');
      const owner = objectsAt(metadata, 'ownerReferences')[0] ?? {};

      expect(await valueIn('database')).to.equal('vault-one-8f3a');
      expect(secret['type']).to.equal('Opaque');
      expect(objectAt(metadata, 'labels')).to.include({
        team: 'shop',
        'reconcile.external-secrets.io/managed': 'true',
      });
      expect(objectAt(metadata, 'annotations')).to.include({ note: 'hello' });
      expect(objectAt(metadata, 'annotations')).to.have.property(
        'reconcile.external-secrets.io/data-hash',
      );
      expect(owner).to.include({ kind: 'ExternalSecret', name: 'database', controller: true });
    });

    it('writes its status once, not again and again', async () => {
      const read = async (): Promise<string> =>
        kubectl([
          ...inShop,
          'get',
          'externalsecret',
          'database',
          '-o',
          'jsonpath={.status.conditions}',
        ]);

      const first = await read();
      await eventually(
        'a later refresh',
        async () =>
          kubectl([
            ...inShop,
            'get',
            'externalsecret',
            'database',
            '-o',
            'jsonpath={.status.refreshTime}',
          ]),
        (time) => time !== '',
      );

      expect(await read()).to.equal(first);
    });

    it('puts hand-edited data back', async () => {
      const data = { password: Buffer.from('edited-by-hand').toString('base64'), extra: 'eA==' };
      await kubectl([...inShop, 'patch', 'secret', 'database', '-p', JSON.stringify({ data })]);

      await eventually(
        'the value put back',
        async () => valueIn('database'),
        (value) => value === 'vault-one-8f3a',
      );
      expect(objectAt(await object('secret', 'database'), 'data')).to.have.all.keys('password');
    });

    it('gives a Pod its files before its containers start', async () => {
      await apply(pod('reader', 'database'));
      await kubectl([...inShop, 'wait', '--for=condition=Ready', 'pod/reader', '--timeout=120s']);

      expect(await kubectl([...inShop, 'logs', 'reader', '-c', 'app'])).to.equal(
        'at start: database: password\n',
      );
      expect(await fileIn('reader', 'database')).to.equal('vault-one-8f3a');
    });

    it('follows a rotation into Secret and file', async () => {
      await writeVaultSecret('shop/database', { password: 'vault-two-77c1' });

      await eventually(
        'the Secret rotated',
        async () => valueIn('database'),
        (value) => value === 'vault-two-77c1',
      );
      await eventually(
        'the file rotated',
        async () => fileIn('reader', 'database'),
        (value) => value === 'vault-two-77c1',
      );
    });

    it('keeps what was delivered while Vault refuses, and says store, key and cause', async () => {
      await vault('PUT', 'sys/policies/acl/shop', {
        policy: 'path "secret/data/none" { capabilities = ["read"] }',
      });
      const text = await eventually(
        'Ready=False',
        async () => readyOf('externalsecret', 'database'),
        (answer) => answer.startsWith('False'),
      );

      expect(text).to.match(
        /^False SecretSyncedError: could not get secret data from provider: .*shop\/database.*403/s,
      );
      expect(text).to.include('vault');
      expect(await valueIn('database')).to.equal('vault-two-77c1');
      expect(await fileIn('reader', 'database')).to.equal('vault-two-77c1');

      await createVaultRole('shop', {
        namespace: NAMESPACE,
        serviceAccount: 'app',
        path: 'shop/*',
      });
      await becomesReady('database');
    });

    it('takes its Secret along when it is deleted', async () => {
      await kubectl([...inShop, 'delete', 'pod', 'reader', '--wait=true']);
      await kubectl([...inShop, 'delete', 'externalsecret', 'database', '--wait=true']);

      await eventually(
        'the Secret gone',
        async () => tryKubectl([...inShop, 'get', 'secret', 'database']),
        ({ stderr }) => stderr.includes('NotFound'),
      );
    });
  });

  describe('an ExternalSecret over AWS Secrets Manager', () => {
    it('syncs with static keys out of a Secret, and follows a rotation', async () => {
      await apply(`
apiVersion: v1
kind: Secret
metadata: { name: awssm-secret, namespace: ${NAMESPACE} }
stringData: { access-key-id: test, secret-access-key: test }
---
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: { name: aws, namespace: ${NAMESPACE} }
spec:
  provider:
    aws:
      service: SecretsManager
      region: us-east-1
      auth:
        secretRef:
          accessKeyIDSecretRef: { name: awssm-secret, key: access-key-id }
          secretAccessKeySecretRef: { name: awssm-secret, key: secret-access-key }
`);
      await apply(externalSecret('queue-static', 'aws', 'shop/queue'));
      await becomesReady('queue-static');
      expect(await valueIn('queue-static')).to.equal('aws-one-5d2e');

      await aws.put('shop/queue', JSON.stringify({ password: 'aws-two-90ab' }));

      await eventually(
        'the Secret rotated',
        async () => valueIn('queue-static'),
        (value) => value === 'aws-two-90ab',
      );
    });

    it('says which keys a credentials Secret has when the store names another', async () => {
      await apply(`
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: { name: aws-misnamed, namespace: ${NAMESPACE} }
spec:
  provider:
    aws:
      service: SecretsManager
      region: us-east-1
      auth:
        secretRef:
          accessKeyIDSecretRef: { name: awssm-secret, key: access-key }
          secretAccessKeySecretRef: { name: awssm-secret, key: secret-access-key }
`);
      const text = await eventually(
        'a condition',
        async () => readyOf('secretstore', 'aws-misnamed'),
        (answer) => answer !== '',
      );

      expect(text).to.match(/^False InvalidProviderConfig: unable to create client: /);
      expect(text).to.include(
        'has no key "access-key"; it has "access-key-id", "secret-access-key"',
      );
    });

    it('says which stores there are when an ExternalSecret names another', async () => {
      await apply(externalSecret('astray', 'aws-store', 'shop/queue'));

      const text = await eventually(
        'a condition',
        async () => readyOf('externalsecret', 'astray'),
        (answer) => answer !== '',
      );

      expect(text).to.match(/^False SecretSyncedError: /);
      expect(text).to.match(
        /"aws-store" does not exist in namespace "shop"; there are: aws, .*vault/,
      );
    });

    it('is read by a sidecar through the default chain, rotation included', async () => {
      await aws.put('shop/queue', JSON.stringify({ password: 'aws-one-5d2e' }));
      await apply(`
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: { name: aws-chain, namespace: ${NAMESPACE} }
spec: { provider: { aws: { service: SecretsManager, region: us-east-1 } } }
`);
      await apply(externalSecret('queue', 'aws-chain', 'shop/queue'));
      await apply(pod('worker', 'queue'));
      await kubectl([...inShop, 'wait', '--for=condition=Ready', 'pod/worker', '--timeout=120s']);
      expect(await fileIn('worker', 'queue')).to.equal('aws-one-5d2e');

      await aws.put('shop/queue', JSON.stringify({ password: 'aws-two-90ab' }));

      await eventually(
        'the file rotated',
        async () => fileIn('worker', 'queue'),
        (value) => value === 'aws-two-90ab',
      );
      await kubectl([...inShop, 'delete', 'pod', 'worker', '--wait=true']);
    });
  });

  describe('admission', () => {
    it('refuses with what is wrong, where, and what would be accepted', async () => {
      const { code, stderr } = await tryKubectl([
        'apply',
        '-f',
        'examples/quickstart/04-refused.yaml',
      ]);

      expect(code).to.equal(1);
      expect(stderr).to.include(
        'admission webhook "externalsecrets.sallyport.dev" denied the request',
      );
      expect(stderr).to.include('spec.refreshInterval').and.to.include('1d');
      expect(stderr).to.include('deletionPolicy=Delete must not be used');
      expect(stderr).to.include('spec.data[0].secretKey');
    });

    it('refuses a provider that Sallyport does not serve, and lists those it does', async () => {
      const { stderr } = await tryKubectl(
        ['apply', '-f', '-'],
        `
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: { name: chef, namespace: ${NAMESPACE} }
spec: { provider: { chef: { username: x, serverUrl: 'https://chef.example.com', auth: { secretRef: { privateKeySecretRef: { name: a, key: b } } } } } }
`,
      );

      expect(stderr).to.include('chef').and.to.include('vault').and.to.include('gcpsm');
    });

    it('admits a store whose backend is not built yet, and says so in its status', async () => {
      await apply(`
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: { name: gcpsm, namespace: ${NAMESPACE} }
spec: { provider: { gcpsm: { projectID: p } } }
`);

      const text = await eventually(
        'a condition',
        async () => readyOf('secretstore', 'gcpsm'),
        (answer) => answer !== '',
      );

      expect(text).to.match(/^False .*gcpsm/s);
    });
  });

  describe('without a controller', () => {
    before(async function () {
      this.timeout(400_000);
      await serveByController(false);
      await writeVaultSecret('shop/elected', { password: 'vault-one-8f3a' });
    });

    it('lets one elected sidecar of two write the native Secret and the status', async () => {
      await apply(externalSecret('elected', 'vault', 'shop/elected'));
      const annotation = "    sallyport.dev/native-secret: 'true'";
      await apply(pod('elected-a', 'elected', annotation));
      await apply(pod('elected-b', 'elected', annotation));
      await kubectl([
        ...inShop,
        'wait',
        '--for=condition=Ready',
        'pod/elected-a',
        'pod/elected-b',
        '--timeout=120s',
      ]);

      await becomesReady('elected');
      expect(await valueIn('elected')).to.equal('vault-one-8f3a');

      await kubectl([...inShop, 'delete', 'pod', 'elected-a', 'elected-b', '--wait=true']);
    });

    after(async function () {
      this.timeout(400_000);
      await serveByController(true);
    });
  });

  describe('afterwards', () => {
    it('shows no value in any log, event, status or error', async () => {
      const logs = await Promise.all(
        [
          'app.kubernetes.io/name=sallyport-webhook',
          'app.kubernetes.io/name=sallyport-controller',
        ].map(async (label) =>
          kubectl([
            '-n',
            'sallyport-system',
            'logs',
            '-l',
            label,
            '--all-containers',
            '--tail=-1',
            '--prefix',
          ]),
        ),
      );
      const seen = [
        ...logs,
        await kubectl(['get', 'events', '-A', '-o', 'json']),
        await kubectl([...inShop, 'get', 'externalsecrets,secretstores,pods,leases', '-o', 'json']),
      ].join('\n');

      expect(seen.length).to.be.greaterThan(1000);
      for (const value of VALUES) {
        for (const form of [
          value,
          Buffer.from(value).toString('base64'),
          encodeURIComponent(value),
        ]) {
          expect(seen.includes(form), `${value} is visible`).to.equal(false);
        }
      }
    });
  });
});
