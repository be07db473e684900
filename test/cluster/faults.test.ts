import { expect } from 'chai';
import { connectSecretsManager } from '../support/aws.ts';
import { eventually, fromEnvironment, kubectl, tryKubectl } from '../support/cluster.ts';
import {
  backendHost,
  connectVault,
  freshNamespace,
  install,
  rolledOut,
  vaultForPods,
} from '../support/installation.ts';
import { createVaultRole, vault, writeVaultSecret } from '../support/vault.ts';

const NAMESPACE = 'faults';
const HERE = ['-n', NAMESPACE];
const FILES = '/var/run/secrets/sallyport.dev/pair';

const head = (kind: string, name: string): string => `
apiVersion: external-secrets.io/v1
kind: ${kind}
metadata: { name: ${name}, namespace: ${NAMESPACE} }
`;

const externalSecret = (name: string, spec: string): string => `${head('ExternalSecret', name)}
spec:
  refreshInterval: 2s
  secretStoreRef: { name: vault }
${spec}
`;

const entry = (key: string, property = 'password'): string => `
  data: [{ secretKey: ${property}, remoteRef: { key: ${key}, property: ${property} } }]
`;

const foundation = `
apiVersion: v1
kind: Secret
metadata: { name: backends, namespace: ${NAMESPACE} }
stringData: { vault-token: '${fromEnvironment('VAULT_TOKEN')}', aws: test }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: app, namespace: ${NAMESPACE} }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: app, namespace: ${NAMESPACE} }
rules:
  - { apiGroups: [external-secrets.io], resources: [externalsecrets], resourceNames: [pair], verbs: [get, list, watch] }
  - { apiGroups: [external-secrets.io], resources: [secretstores], resourceNames: [pod-vault], verbs: [get, list, watch] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: app, namespace: ${NAMESPACE} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: app }
subjects: [{ kind: ServiceAccount, name: app, namespace: ${NAMESPACE} }]
---${head('SecretStore', 'aws')}
spec:
  provider:
    aws:
      service: SecretsManager
      region: us-east-1
      auth:
        secretRef:
          accessKeyIDSecretRef: { name: backends, key: aws }
          secretAccessKeySecretRef: { name: backends, key: aws }
---${head('SecretStore', 'pod-vault')}
spec:
  provider:
    vault:
      server: ${vaultForPods()}
      path: secret
      version: v2
      auth: { kubernetes: { mountPath: kubernetes, role: faults, serviceAccountRef: { name: app } } }
`;

const store = (name: string, server: string): string => `${head('SecretStore', name)}
spec:
  retrySettings: { maxRetries: 1, retryInterval: 100ms }
  provider:
    vault:
      server: ${server}
      path: secret
      version: v2
      auth: { tokenSecretRef: { name: backends, key: vault-token } }
`;

/** What a Pod needs to be given the files of `pair`. */
const injected = (container: string): string => `
    metadata: { annotations: { sallyport.dev/inject: 'true', sallyport.dev/external-secrets: pair } }
    spec:
      serviceAccountName: app
      restartPolicy: Never
      shareProcessNamespace: true
      terminationGracePeriodSeconds: 1
      securityContext: { runAsNonRoot: true, runAsUser: 1234, seccompProfile: { type: RuntimeDefault } }
      containers:
        - name: app
          image: localhost/busybox:1
          command: [sh, -c, '${container}']
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }
`;

async function apply(manifest: string): Promise<void> {
  await kubectl(['apply', '-f', '-'], manifest);
}

async function field(kind: string, name: string, path: string): Promise<string> {
  return kubectl([...HERE, 'get', kind, name, '-o', `jsonpath={${path}}`]);
}

async function readyOf(name: string): Promise<string> {
  const ready = '.status.conditions[?(@.type=="Ready")]';
  return kubectl([
    ...[...HERE, 'get', 'externalsecret', name],
    ...['-o', `jsonpath={range ${ready}}{.status} {.reason}: {.message}{end}`],
  ]);
}

async function says(name: string, beginning: string): Promise<string> {
  return eventually(
    `ExternalSecret ${name} ${beginning}`,
    async () => readyOf(name),
    (text) => text.startsWith(beginning),
  );
}

async function valueIn(secret: string): Promise<string> {
  return Buffer.from(await field('secret', secret, '.data.password'), 'base64').toString('utf8');
}

/** Delivers one value under the deletionPolicy, and takes it away at the backend. */
async function deliverAndTakeAway(policy: string): Promise<string> {
  const name = policy.toLowerCase();
  await writeVaultSecret(`faults/${name}`, { password: 'delivered' });
  await apply(
    externalSecret(name, `  target: { deletionPolicy: ${policy} }${entry(`faults/${name}`)}`),
  );
  await says(name, 'True SecretSynced');
  expect(await valueIn(name)).to.equal('delivered');
  await vault('DELETE', `secret/metadata/faults/${name}`);
  return name;
}

describe('faults on a real cluster', () => {
  before(async function () {
    this.timeout(400_000);
    await install();
    await connectVault();
    await freshNamespace(NAMESPACE);
    await createVaultRole('faults', {
      namespace: NAMESPACE,
      serviceAccount: 'app',
      path: 'faults/*',
    });
    await apply(foundation);
    await apply(store('vault', vaultForPods()));
  });

  it('keeps what was delivered while nothing listens, and goes on when the store is put right', async () => {
    await writeVaultSecret('faults/outage', { password: 'before' });
    await apply(store('moving', vaultForPods()));
    await apply(
      externalSecret('outage', entry('faults/outage')).replace('name: vault', 'name: moving'),
    );
    await says('outage', 'True SecretSynced');
    const written = await field('secret', 'outage', '.metadata.resourceVersion');
    const generation = await field('externalsecret', 'outage', '.metadata.generation');

    await apply(store('moving', `http://${backendHost()}:9`));
    const text = await says('outage', 'False SecretSyncedError');

    expect(text).to.include('could not get secret data from provider: ');
    expect(text)
      .to.include('"moving"')
      .and.to.include('faults/outage')
      .and.to.match(/refused/iu);
    expect(await field('secret', 'outage', '.metadata.resourceVersion')).to.equal(written);

    await writeVaultSecret('faults/outage', { password: 'after' });
    await apply(store('moving', vaultForPods()));
    await says('outage', 'True SecretSynced');

    expect(await valueIn('outage')).to.equal('after');
    expect(await field('externalsecret', 'outage', '.metadata.generation')).to.equal(generation);
  });

  it('keeps the Secret of a key that is gone under Retain, and names the key', async () => {
    const name = await deliverAndTakeAway('Retain');

    expect(await says(name, 'False SecretSyncedError')).to.include('faults/retain');
    expect(await valueIn(name)).to.equal('delivered');
  });

  it('deletes the Secret of a key that is gone under Delete, and makes it anew when the key is back', async () => {
    const name = await deliverAndTakeAway('Delete');

    await says(name, 'True SecretDeleted');
    expect((await tryKubectl([...HERE, 'get', 'secret', name])).stderr).to.include('NotFound');

    await writeVaultSecret('faults/delete', { password: 'back' });
    await says(name, 'True SecretSynced');
    expect(await valueIn(name)).to.equal('back');
  });

  it('takes a key that is gone out of the Secret under Merge', async () => {
    const name = await deliverAndTakeAway('Merge');

    await eventually(
      'the key gone',
      async () => valueIn(name),
      (value) => value === '',
    );
    expect(await readyOf(name)).to.match(/^True SecretSynced/u);
  });

  it('says that a payload is not JSON where a property of it is wanted, and shows none of it', async () => {
    const aws = connectSecretsManager();
    await aws.create('faults/text', 'plain-text-4711');
    await apply(externalSecret('text', entry('faults/text')).replace('name: vault', 'name: aws'));

    const text = await says('text', 'False SecretSyncedError');

    expect(text).to.include('faults/text').and.to.include('password').and.to.match(/JSON/u);
    expect(text).not.to.include('plain-text-4711');
  });

  describe('and a sidecar', () => {
    before(async () => {
      await writeVaultSecret('faults/pair', { one: 'first', two: 'first' });
      const data = ['one', 'two'].map(
        (key) => `{ secretKey: ${key}, remoteRef: { key: faults/pair, property: ${key} } }`,
      );
      await apply(
        externalSecret('pair', `  data: [${data.join(', ')}]`).replace(
          'name: vault',
          'name: pod-vault',
        ),
      );
      await says('pair', 'True SecretSynced');
    });

    it('lets a Job end', async () => {
      await apply(`
apiVersion: batch/v1
kind: Job
metadata: { name: once, namespace: ${NAMESPACE} }
spec:
  backoffLimit: 0
  template:${injected(`cat ${FILES}/one`)}`);

      await kubectl([...HERE, 'wait', '--for=condition=Complete', 'job/once', '--timeout=60s']);

      expect(await kubectl([...HERE, 'logs', 'job/once', '-c', 'app'])).to.equal('first');
    });

    it('that is killed leaves whole files and takes up its work again', async () => {
      const pod = injected('exec sleep 3600').replaceAll(/^ {4}/gmu, '');
      await apply(
        `apiVersion: v1\nkind: Pod${pod.replace('metadata: {', `metadata: { name: killed, namespace: ${NAMESPACE},`)}`,
      );
      await kubectl([...HERE, 'wait', '--for=condition=Ready', 'pod/killed', '--timeout=60s']);
      const inPod = async (script: string): Promise<string> =>
        kubectl([...HERE, 'exec', 'killed', '-c', 'app', '--', 'sh', '-c', script]);
      const files = async (): Promise<string> =>
        inPod(`cd $(realpath ${FILES}/..data) && echo $(ls) $(cat one) $(cat two)`);
      expect(await files()).to.equal('one two first first\n');

      // The brackets keep the shell from finding itself.
      await inPod(
        'for p in /proc/[0-9]*; do case "$(cat $p/cmdline)" in */app/sidecar[.]js*) kill -9 ${p#/proc/};; esac; done',
      );

      expect(await files()).to.equal('one two first first\n');
      await eventually(
        'the sidecar started again',
        async () =>
          field(
            'pod',
            'killed',
            '.status.initContainerStatuses[?(@.name=="sallyport")].restartCount',
          ),
        (count) => Number(count) > 0,
      );
      await writeVaultSecret('faults/pair', { one: 'second', two: 'second' });
      await eventually('the new generation', files, (text) => text === 'one two second second\n');
    });
  });

  describe('and a controller', () => {
    it('that starts again keeps conditions and writes no Secret for nothing', async () => {
      const secrets = async (): Promise<string> =>
        kubectl([
          ...[...HERE, 'get', 'secrets', '-l', 'reconcile.external-secrets.io/managed=true'],
          ...[
            '-o',
            'jsonpath={range .items[*]}{.metadata.name} {.metadata.resourceVersion}\n{end}',
          ],
        ]);
      const conditions = async (): Promise<string> =>
        kubectl([
          ...[...HERE, 'get', 'externalsecrets,secretstores', '-o'],
          'jsonpath={range .items[*]}{.metadata.name} {.status.conditions}\n{end}',
        ]);
      await eventually(
        'the last rotation in the Secret',
        async () => field('secret', 'pair', '.data.one'),
        (value) => value === Buffer.from('second').toString('base64'),
      );
      const before = { secrets: await secrets(), conditions: await conditions() };

      await kubectl([
        '-n',
        'sallyport-system',
        'rollout',
        'restart',
        'deployment/sallyport-controller',
      ]);
      await rolledOut('sallyport-controller');
      await apply(
        externalSecret('later', `${entry('faults/delete')}  target: { creationPolicy: None }`),
      );
      await says('later', 'True SecretSynced'); // the new one works

      const after = await conditions();
      expect(after.replace(/^later .*\n/mu, '')).to.equal(before.conditions);
      expect(await secrets()).to.equal(before.secrets);
      expect(before.secrets).to.match(/^pair /mu);
    });
  });

  after(async () => {
    await kubectl(['delete', 'namespace', NAMESPACE, '--wait=false']);
  });
});
