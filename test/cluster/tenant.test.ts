import { expect } from 'chai';
import { eventually, fromEnvironment, kubectl, tryKubectl } from '../support/cluster.ts';
import {
  connectVault,
  freshNamespace,
  install,
  testImage,
  vaultForPods,
} from '../support/installation.ts';
import { createVaultRole, writeVaultSecret } from '../support/vault.ts';

const VICTIM = 'tenant-victim';
const THIEF = 'tenant-thief';
const FILES = '/var/run/secrets/sallyport.dev';
/** Refused for who it is: a backend that is down or a fault of another kind would be no proof. */
const REFUSED = /"code":"(UNAUTHENTICATED|STORE_FORBIDDEN)"/u;
const VALUE = 'of-the-victim-61d2';

const account = (namespace: string, name: string): string => `
apiVersion: v1
kind: ServiceAccount
metadata: { name: ${name}, namespace: ${namespace} }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: ${name}, namespace: ${namespace} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: everything }
subjects: [{ kind: ServiceAccount, name: ${name}, namespace: ${namespace} }]
---`;

/** A tenant may do anything in its own namespace: what stops it there is not a missing right. */
const tenant = (namespace: string): string => `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: everything, namespace: ${namespace} }
rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }]
---${account(namespace, 'app')}${account(namespace, 'other')}`;

/** A store that logs in with the Vault role of the victim's ServiceAccount `app`. */
const store = (namespace: string, name: string, serviceAccount: string): string => `
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  retrySettings: { maxRetries: 0 }
  provider:
    vault:
      server: ${vaultForPods()}
      path: secret
      version: v2
      auth: { kubernetes: { mountPath: kubernetes, role: ${VICTIM}, serviceAccountRef: ${serviceAccount} } }
---`;

const fake = (value: string): string => `
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: { name: own, namespace: ${THIEF} }
spec: { provider: { fake: { data: [{ key: tenant/db, value: '{"password":"${value}"}' }] } } }
---`;

const externalSecret = (namespace: string, name: string, storeName: string): string => `
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  refreshInterval: 2s
  secretStoreRef: { name: ${storeName} }
  data: [{ secretKey: password, remoteRef: { key: tenant/db, property: password } }]
---`;

interface PodParts {
  readonly namespace?: string;
  readonly secrets: string;
  readonly account?: string;
  readonly annotations?: string;
}

function pod(
  name: string,
  { namespace = THIEF, secrets, account: serviceAccount = 'app', annotations = '' }: PodParts,
): string {
  return `
apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  namespace: ${namespace}
  annotations:
    sallyport.dev/inject: 'true'
    sallyport.dev/external-secrets: ${secrets}
${annotations}
spec:
  serviceAccountName: ${serviceAccount}
  terminationGracePeriodSeconds: 1
  securityContext: { runAsNonRoot: true, runAsUser: 1234, seccompProfile: { type: RuntimeDefault } }
  containers:
    - name: app
      image: ${testImage()}
      command: [sh, -c, 'exec sleep 3600']
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }
`;
}

async function apply(manifest: string): Promise<void> {
  await kubectl(['apply', '-f', '-'], manifest);
}

async function started(namespace: string, name: string): Promise<void> {
  const wait = ['-n', namespace, 'wait', '--for=condition=Ready', `pod/${name}`, '--timeout=90s'];
  await kubectl(wait);
}

async function inPod(namespace: string, name: string, script: string): Promise<string> {
  return kubectl(['-n', namespace, 'exec', name, '-c', 'app', '--', 'sh', '-c', script]);
}

/** What the sidecar says in its log once it has been refused; its Pod's application has not begun and so has read nothing. */
async function refusal(namespace: string, name: string, wanted: RegExp): Promise<string> {
  const log = await eventually(
    `the refusal of ${namespace}/${name}`,
    async () =>
      (await tryKubectl(['-n', namespace, 'logs', name, '-c', 'sallyport', '--tail=50'])).stdout,
    (text) => wanted.test(text),
  );
  const phase = '{.status.phase} {.status.containerStatuses[0].started}';
  const state = await kubectl(['-n', namespace, 'get', 'pod', name, '-o', `jsonpath=${phase}`]);
  expect(state).to.equal('Pending false');
  return log;
}

async function logIn(serviceAccount: string, namespace: string): Promise<number> {
  const jwt = await kubectl(['-n', namespace, 'create', 'token', serviceAccount]);
  const response = await fetch(`${fromEnvironment('VAULT_ADDR')}/v1/auth/kubernetes/login`, {
    method: 'POST',
    body: JSON.stringify({ role: VICTIM, jwt: jwt.trim() }),
  });
  await response.text();
  return response.status;
}

describe('a tenant that tampers, on a real kubelet', () => {
  before(async function () {
    this.timeout(400_000);
    await install();
    await connectVault();
    await createVaultRole(VICTIM, { namespace: VICTIM, serviceAccount: 'app', path: 'tenant/*' });
    await writeVaultSecret('tenant/db', { password: VALUE });
    for (const namespace of [VICTIM, THIEF]) {
      await freshNamespace(namespace);
      await apply(tenant(namespace));
    }
    await apply(store(VICTIM, 'vault', '{ name: app }'));
    await apply(externalSecret(VICTIM, 'database', 'vault'));
    await apply(pod('app', { namespace: VICTIM, secrets: 'database' }));
    await started(VICTIM, 'app');
    expect(await inPod(VICTIM, 'app', `cat ${FILES}/database/password`)).to.equal(VALUE);
  });

  it('cannot name the ExternalSecret of another namespace', async () => {
    const refused = await tryKubectl(
      ['apply', '-f', '-'],
      pod('path', { secrets: `${VICTIM}/database` }),
    );

    expect(refused.code).to.equal(1);
    expect(refused.stderr).to.include('sallyport.dev/external-secrets');
  });

  it('finds nothing under the same name in its own namespace', async () => {
    await apply(pod('same-name', { secrets: 'database' }));

    await refusal(THIEF, 'same-name', /"code":"KUBE_NOT_FOUND"/u);
  });

  it('cannot send its sidecar to another namespace: the API server refuses its token', async () => {
    const moved = JSON.stringify([
      { op: 'add', path: '/env/-', value: { name: 'SALLYPORT_POD_NAMESPACE', value: VICTIM } },
    ]);
    await apply(
      pod('moved', {
        secrets: 'database',
        annotations: `    sallyport.dev/container-patch: '${moved}'`,
      }),
    );

    const log = await refusal(THIEF, 'moved', /"code":"KUBE_FORBIDDEN"/u);

    expect(log).to.include(VICTIM);
    expect(log).not.to.include(VALUE);
  });

  it('gets nothing from a Vault role that is bound to a ServiceAccount of another namespace', async () => {
    await apply(store(THIEF, 'copied', '{ name: app }'));
    await apply(externalSecret(THIEF, 'copied', 'copied'));
    await apply(pod('copied', { secrets: 'copied' }));

    expect(await refusal(THIEF, 'copied', REFUSED)).not.to.include(VALUE);
    const ready = 'jsonpath={.status.conditions[?(@.type=="Ready")].status}';
    await eventually(
      'the refusal of the controller',
      async () => kubectl(['-n', THIEF, 'get', 'externalsecret', 'copied', '-o', ready]),
      (status) => status === 'False',
    );
    expect((await tryKubectl(['-n', THIEF, 'get', 'secret', 'copied'])).stderr).to.include(
      'NotFound',
    );
  });

  it('cannot make a store that borrows a ServiceAccount of another namespace', async () => {
    const { code, stderr } = await tryKubectl(
      ['apply', '-f', '-'],
      store(THIEF, 'borrowed', `{ name: app, namespace: ${VICTIM} }`),
    );

    expect(code).to.equal(1);
    expect(stderr).to.include(`not in "${VICTIM}"`);
  });

  it('gets nothing with the token of another Pod of the same namespace', async () => {
    expect(await logIn('app', VICTIM)).to.equal(200);
    expect(await logIn('other', VICTIM)).to.equal(403);
    expect(await logIn('app', THIEF)).to.equal(403);

    await apply(pod('other', { namespace: VICTIM, secrets: 'database', account: 'other' }));
    const log = await refusal(VICTIM, 'other', REFUSED);
    expect(log).not.to.include(VALUE);
  });

  it('gets no further files by annotations edited after admission', async () => {
    await apply(fake('first'));
    await apply(externalSecret(THIEF, 'admitted', 'own'));
    await apply(externalSecret(THIEF, 'more', 'own'));
    await apply(pod('edited', { secrets: 'admitted' }));
    await started(THIEF, 'edited');

    await kubectl([
      ...['-n', THIEF, 'annotate', 'pod', 'edited', '--overwrite'],
      'sallyport.dev/external-secrets=admitted, more',
    ]);
    await apply(fake('second'));
    await eventually(
      'a pass after the edit',
      async () => inPod(THIEF, 'edited', `cat ${FILES}/admitted/password`),
      (text) => text === 'second',
    );

    expect(await inPod(THIEF, 'edited', `ls ${FILES}`)).to.equal('admitted\n');
  });

  after(async () => {
    await kubectl(['delete', 'namespace', VICTIM, THIEF, '--wait=false']);
  });
});
