import { homedir } from 'node:os';
import { delimiter } from 'node:path';
import { expect } from 'chai';
import { createRestApi, type KubernetesApi, SECRET_STORES } from '../../core/kube/index.ts';
import { loadKubeconfig } from '../../core/kube/kubeconfig/index.ts';
import { createLogger, systemClock } from '../../core/runtime/index.ts';
import { eventually, fromEnvironment, kubectl } from '../support/cluster.ts';
import { freshNamespace, install, testImage } from '../support/installation.ts';

const NAMESPACE = 'sidecar';
const HERE = ['-n', NAMESPACE];
const FILES = '/var/run/secrets/sallyport.dev/pair';
const ROTATIONS = 1_000;
const signal = new AbortController().signal;

const dataOf = (value: string): unknown => [
  { key: 'one', value },
  { key: 'two', value },
];

const foundation = `
apiVersion: v1
kind: ServiceAccount
metadata: { name: app, namespace: ${NAMESPACE} }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: app, namespace: ${NAMESPACE} }
rules:
  - { apiGroups: [external-secrets.io], resources: [externalsecrets, secretstores], resourceNames: [pair], verbs: [get, list, watch] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: app, namespace: ${NAMESPACE} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: app }
subjects: [{ kind: ServiceAccount, name: app, namespace: ${NAMESPACE} }]
---
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: { name: pair, namespace: ${NAMESPACE} }
spec: { provider: { fake: { data: ${JSON.stringify(dataOf('start'))} } } }
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: pair, namespace: ${NAMESPACE} }
spec:
  refreshInterval: 1h
  secretStoreRef: { name: pair }
  target: { creationPolicy: None }
  data:
    - { secretKey: one, remoteRef: { key: one } }
    - { secretKey: two, remoteRef: { key: two } }
`;

/** Reads both files through one resolution of `..data`; a generation that went away meanwhile is read anew. */
const READER = `
while :; do
  d=$(realpath ${FILES}/..data); a=$(cat $d/one 2>/dev/null) && b=$(cat $d/two 2>/dev/null) || continue
  [ "$a" = "$b" ] || echo "$a $b" >> /tmp/mixed
  echo >> /tmp/reads
done`;

const pod = `
apiVersion: v1
kind: Pod
metadata:
  name: reader
  namespace: ${NAMESPACE}
  annotations: { sallyport.dev/inject: 'true', sallyport.dev/external-secrets: pair }
spec:
  serviceAccountName: app
  terminationGracePeriodSeconds: 1
  securityContext: { runAsNonRoot: true, runAsUser: 1234, seccompProfile: { type: RuntimeDefault } }
  containers:
    - name: app
      image: ${testImage()}
      command: ${JSON.stringify(['sh', '-c', READER])}
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }
`;

async function connect(): Promise<KubernetesApi> {
  const connection = await loadKubeconfig({
    path: fromEnvironment('KUBECONFIG'),
    context: undefined,
    homeDirectory: homedir(),
    pathSeparator: delimiter,
  });
  const log = createLogger({ level: 'error', clock: systemClock, write: () => undefined });
  return createRestApi({ connection, clock: systemClock, random: Math.random, log });
}

/** How often the sidecar's files changed, as it says itself. */
async function changes(address: string): Promise<number> {
  const text = await (await fetch(`http://${address}:9808/metrics`)).text();
  const line = /^sallyport_sidecar_passes_total\{.*result="changed"\} (\d+)$/mu.exec(text);
  return Number(line?.[1] ?? 0);
}

describe('a sidecar on a real kubelet', () => {
  before(async function () {
    this.timeout(400_000);
    await install();
    await freshNamespace(NAMESPACE);
    await kubectl(['apply', '-f', '-'], foundation);
  });

  it(`shows a reader no mixed set in ${ROTATIONS} rotations`, async () => {
    await kubectl(['apply', '-f', '-'], pod);
    await kubectl([...HERE, 'wait', '--for=condition=Ready', 'pod/reader', '--timeout=90s']);
    const address = await kubectl([
      ...HERE,
      'get',
      'pod',
      'reader',
      '-o',
      'jsonpath={.status.podIP}',
    ]);
    const api = await connect();
    const before = await changes(address);

    for (let rotation = 1; rotation <= ROTATIONS; rotation += 1) {
      const body = { spec: { provider: { fake: { data: dataOf(`value-${rotation}`) } } } };
      const ref = { namespace: NAMESPACE, name: 'pair' };
      await api.patch(SECRET_STORES, ref, body, { type: 'merge', fieldManager: 'test' }, signal);
      while ((await changes(address)) < before + rotation) {
        await systemClock.sleep(2, signal);
      }
    }

    const inPod = async (script: string): Promise<string> =>
      kubectl([...HERE, 'exec', 'reader', '-c', 'app', '--', 'sh', '-c', script]);
    await eventually(
      'the last value',
      async () => inPod(`cat ${FILES}/one`),
      (text) => text === `value-${ROTATIONS}`,
    );
    expect(await inPod('cat /tmp/mixed 2>/dev/null || true')).to.equal('');
    expect(Number(await inPod('wc -l < /tmp/reads'))).to.be.greaterThan(100);
  });

  after(async () => {
    await kubectl(['delete', 'namespace', NAMESPACE, '--wait=false']);
  });
});
