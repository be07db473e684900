import { expect } from 'chai';
import { eventually, kubectl } from '../support/cluster.ts';
import { backendHost, freshNamespace, install, testImage } from '../support/installation.ts';

const NAMESPACE = 'injection';
const HERE = ['-n', NAMESPACE];
const FILES = '/var/run/secrets/sallyport.dev';

const role = (name: string, rules: string): string => `
apiVersion: v1
kind: ServiceAccount
metadata: { name: ${name}, namespace: ${NAMESPACE} }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: ${name}, namespace: ${NAMESPACE} }
rules:
${rules}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: ${name}, namespace: ${NAMESPACE} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: ${name} }
subjects: [{ kind: ServiceAccount, name: ${name}, namespace: ${NAMESPACE} }]
---`;

const EVENTS_RULE = `  - { apiGroups: [''], resources: [events], verbs: [create, patch] }`;
const READ_RULE = `  - { apiGroups: [external-secrets.io], resources: [externalsecrets, secretstores], resourceNames: [pair, store], verbs: [get, list, watch] }
  - { apiGroups: [''], resources: [secrets], resourceNames: [pair], verbs: [get] }`;

const store = (provider: string): string => `
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: { name: store, namespace: ${NAMESPACE} }
spec: { retrySettings: { maxRetries: 0 }, provider: ${provider} }
---`;

const fake = (value: string): string =>
  store(`{ fake: { data: [{ key: one, value: '${value}' }, { key: two, value: '${value}' }] } }`);

const externalSecret = `
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: pair, namespace: ${NAMESPACE} }
spec:
  refreshInterval: 2s
  secretStoreRef: { name: store }
  data:
    - { secretKey: one, remoteRef: { key: one } }
    - { secretKey: two, remoteRef: { key: two } }
`;

interface PodParts {
  readonly annotations?: string;
  readonly account?: string;
  readonly security?: string;
  readonly command?: string;
}

function pod(
  name: string,
  { annotations = '', account = 'app', security = '', command = 'exec sleep 3600' }: PodParts,
): string {
  return `
apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  namespace: ${NAMESPACE}
  annotations:
    sallyport.dev/inject: 'true'
    sallyport.dev/external-secrets: pair
${annotations}
spec:
  serviceAccountName: ${account}
  terminationGracePeriodSeconds: 1
  securityContext: { runAsNonRoot: true, runAsUser: 1234, seccompProfile: { type: RuntimeDefault }${security} }
  containers:
    - name: app
      image: ${testImage()}
      command: ${JSON.stringify(['sh', '-c', command])}
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }
`;
}

async function apply(manifest: string): Promise<void> {
  await kubectl(['apply', '-f', '-'], manifest);
}

async function started(name: string): Promise<void> {
  await kubectl([...HERE, 'wait', '--for=condition=Ready', `pod/${name}`, '--timeout=90s']);
}

async function run(name: string, parts: PodParts): Promise<void> {
  await apply(pod(name, parts));
  await started(name);
}

async function inPod(name: string, script: string): Promise<string> {
  return kubectl([...HERE, 'exec', name, '-c', 'app', '--', 'sh', '-c', script]);
}

async function eventsOf(name: string): Promise<string> {
  return kubectl([
    ...[...HERE, 'get', 'events', `--field-selector=involvedObject.name=${name}`],
    ...['-o', 'jsonpath={range .items[*]}{.reason}: {.message}{"\\n"}{end}'],
  ]);
}

async function names(name: string, field: string): Promise<string> {
  return kubectl([...HERE, 'get', 'pod', name, '-o', `jsonpath={.spec.${field}[*].name}`]);
}

describe('injection on a real kubelet', () => {
  before(async function () {
    this.timeout(400_000);
    await install();
    await freshNamespace(NAMESPACE);
    await kubectl([
      ...['label', 'namespace', NAMESPACE, '--overwrite'],
      'pod-security.kubernetes.io/enforce=restricted',
    ]);
    await apply(role('app', `${READ_RULE}\n${EVENTS_RULE}`));
    await apply(role('powerless', EVENTS_RULE));
    await apply(fake('first'));
    await apply(externalSecret);
    await kubectl([
      ...HERE,
      'wait',
      '--for=condition=Ready',
      'externalsecret/pair',
      '--timeout=60s',
    ]);
  });

  for (const [what, security, wanted] of [
    ['one user', '', '400 1234'],
    ['an fsGroup', ', fsGroup: 4321', '440 1234:4321'],
  ] as const) {
    it(`gives files only to who may read them, with ${what}, under restricted`, async () => {
      const name = what.replaceAll(' ', '-').toLowerCase();
      await run(name, { security });

      const seen = await inPod(
        name,
        `stat -L -c '%a %u:%g' ${FILES}/pair/one; cat ${FILES}/pair/one`,
      );

      expect(seen).to.match(new RegExp(`^${wanted}.*\\nfirst$`, 'u'));
    });
  }

  it('gives flat files in other formats, with the mode asked for', async () => {
    await run('flat', {
      annotations: `    sallyport.dev/layout: flat
    sallyport.dev/format: keys, dotenv, json
    sallyport.dev/file-mode: '0444'`,
    });

    const seen = await inPod(
      'flat',
      `cd ${FILES}/pair && ls && test ! -L one && stat -c %a one && . ./secrets.env && echo $one $two`,
    );

    expect(seen).to.equal('one\nsecrets.env\nsecrets.json\ntwo\n444\nfirst first\n');
  });

  it('gives variables from a file of the sidecar and from the native Secret', async () => {
    await run('env-file', {
      annotations: `    sallyport.dev/env: ONE=pair/one
    sallyport.dev/env-source: file`,
    });
    await run('env-secret', { annotations: '    sallyport.dev/env: ONE=pair/one' });

    expect(
      await inPod('env-file', 'echo $ONE; ls /var/run/sallyport 2>/dev/null || true'),
    ).to.equal('first\n');
    expect(await inPod('env-secret', 'echo $ONE')).to.equal('first\n');
  });

  it('works as a pair where a sidecar cannot be an init container', async () => {
    await run('pair', {
      annotations: `    sallyport.dev/native-sidecar: 'false'`,
      command: `cat ${FILES}/pair/one > /tmp/at-start; exec sleep 3600`,
    });

    expect(await names('pair', 'initContainers')).to.equal('sallyport-init');
    expect(await names('pair', 'containers')).to.equal('app sallyport');
    expect(await inPod('pair', 'cat /tmp/at-start')).to.equal('first');

    await apply(fake('second'));
    await eventually(
      'the rotation',
      async () => inPod('pair', `cat ${FILES}/pair/one`),
      (text) => text === 'second',
    );
  });

  it('says what rights are missing', async () => {
    await apply(pod('powerless', { account: 'powerless' }));

    const events = await eventually(
      'the event',
      async () => eventsOf('powerless'),
      (text) => text.includes('DeliveryFailed'),
    );

    expect(events).to.match(/DeliveryFailed: .*externalsecrets/u);
    expect(events).to.match(/powerless/u);
  });

  it('starts a Pod from the last good value while the backend is down, and goes on when it is back', async () => {
    await kubectl([
      ...HERE,
      'wait',
      '--for=condition=Ready',
      'externalsecret/pair',
      '--timeout=60s',
    ]);
    await eventually(
      'the native Secret in step',
      async () => kubectl([...HERE, 'get', 'secret', 'pair', '-o', 'jsonpath={.data.one}']),
      (value) => Buffer.from(value, 'base64').toString('utf8') === 'second',
    );
    await run('before', { annotations: '    sallyport.dev/stale-limit: 5s' });
    await apply(
      store(
        `{ fake: null, vault: { server: 'http://${backendHost()}:9', path: secret, version: v2, auth: { kubernetes: { mountPath: kubernetes, role: r, serviceAccountRef: { name: app } } } } }`,
      ),
    );

    await run('during', {});

    expect(await inPod('during', `cat ${FILES}/pair/one`)).to.equal('second');
    expect(await eventsOf('during')).to.include('LastGoodDelivered: ');
    expect(await inPod('before', `cat ${FILES}/pair/one`)).to.equal('second');
    await eventually(
      'the files are expired',
      async () => eventsOf('before'),
      (text) => text.includes('SecretExpired: '),
    );

    await apply(
      store(
        `{ vault: null, fake: { data: [{ key: one, value: third }, { key: two, value: third }] } }`,
      ),
    );
    await eventually(
      'the new value',
      async () => inPod('during', `cat ${FILES}/pair/one`),
      (text) => text === 'third',
    );
  });

  after(async () => {
    await kubectl(['delete', 'namespace', NAMESPACE, '--wait=false']);
  });
});
