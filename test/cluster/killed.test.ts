import { expect } from 'chai';
import { eventually, kubectl } from '../support/cluster.ts';
import { freshNamespace, install, testImage } from '../support/installation.ts';

const NAMESPACE = 'killed';
const HERE = ['-n', NAMESPACE];
const FILES = '/var/run/secrets/sallyport.dev/many';
/** So many that writing them takes long enough to be struck in the middle. */
const KEYS = 150;
/** kubelet waits longer before each restart, so the kills are spread over several Pods. */
const PODS = ['one', 'two', 'three', 'four'];
const KILLS = 3;

const foundation = `
apiVersion: v1
kind: ServiceAccount
metadata: { name: app, namespace: ${NAMESPACE} }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: app, namespace: ${NAMESPACE} }
rules:
  - { apiGroups: [external-secrets.io], resources: [externalsecrets, secretstores], resourceNames: [many], verbs: [get, list, watch] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: app, namespace: ${NAMESPACE} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: app }
subjects: [{ kind: ServiceAccount, name: app, namespace: ${NAMESPACE} }]
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: many, namespace: ${NAMESPACE} }
spec:
  refreshInterval: 1h
  secretStoreRef: { name: many }
  target: { creationPolicy: None }
  dataFrom: [{ extract: { key: all } }]
`;

function store(value: string): string {
  const keys = Array.from({ length: KEYS }, (_, index) => [`key-${index}`, `${value}\n`] as const);
  const data = [{ key: 'all', value: JSON.stringify(Object.fromEntries(keys)) }];
  return JSON.stringify({
    apiVersion: 'external-secrets.io/v1',
    kind: 'SecretStore',
    metadata: { name: 'many', namespace: NAMESPACE },
    spec: { provider: { fake: { data } } },
  });
}

/** A set counts when `..data` still points to it after it was read; only then can nothing have been swept meanwhile. */
const READER = `
while :; do
  d=$(realpath ..data); n=$(ls $d | wc -l); v=$(cat $d/* 2>/dev/null | uniq)
  [ "$d" = "$(realpath ..data)" ] || continue
  case "$n $v" in "${KEYS} value-"*[!0-9]*|"${KEYS} ") echo "$n $v" >> /tmp/broken;; "${KEYS} value-"*) echo >> /tmp/reads;; *) echo "$n $v" >> /tmp/broken;; esac
  sleep 0.05
done`;

/**
 * Strikes when a second generation appears beside the only one. Where `..data` still points to the first afterwards, the
 * second was being written.
 */
const KILLER = `
for kill in $(seq ${KILLS}); do
  pid=
  while [ -z "$pid" ]; do
    for p in /proc/[0-9]*; do case "$(cat $p/cmdline 2>/dev/null)" in */app/sidecar[.]js*) pid=\${p#/proc/};; esac; done
    sleep 0.1
  done
  set -- ..2*
  while [ $# -gt 1 ]; do sleep 0.005; set -- ..2*; done
  only=$1
  until [ $# -gt 1 ]; do sleep 0.002; set -- ..2*; done
  kill -9 $pid
  sleep 0.1
  [ "$(readlink ..data)" != "$only" ] || echo >> /tmp/midway
  echo >> /tmp/kills
done
exec sleep 3600`;

const pod = (name: string): string => `
apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  namespace: ${NAMESPACE}
  annotations: { sallyport.dev/inject: 'true', sallyport.dev/external-secrets: many }
spec:
  serviceAccountName: app
  shareProcessNamespace: true
  terminationGracePeriodSeconds: 1
  securityContext: { runAsNonRoot: true, runAsUser: 1234, seccompProfile: { type: RuntimeDefault } }
  containers:
    - name: app
      image: ${testImage()}
      workingDir: ${FILES}
      command: ${JSON.stringify(['sh', '-c', `(${READER}) &\n${KILLER}`])}
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }
---`;

async function apply(manifest: string): Promise<void> {
  await kubectl(['apply', '-f', '-'], manifest);
}

async function inPod(name: string, script: string): Promise<string> {
  return kubectl([...HERE, 'exec', name, '-c', 'app', '--', 'sh', '-c', script]);
}

async function linesIn(name: string, file: string): Promise<number> {
  return Number(await inPod(name, `cat /tmp/${file} 2>/dev/null | wc -l`));
}

describe('a sidecar that is killed while it writes, on a real kubelet', () => {
  before(async function () {
    this.timeout(400_000);
    await install();
    await freshNamespace(NAMESPACE);
    await apply(foundation);
    await apply(store('value-0'));
  });

  it(`leaves a whole generation, ${KILLS} times in each of ${PODS.length} Pods`, async () => {
    await apply(PODS.map(pod).join('\n'));
    const pods = PODS.map((name) => `pod/${name}`);
    await kubectl([...HERE, 'wait', '--for=condition=Ready', ...pods, '--timeout=120s']);

    let rotation = 0;
    await eventually(
      'the kills',
      async () => {
        rotation += 1;
        await apply(store(`value-${rotation}`));
        return Promise.all(PODS.map(async (name) => linesIn(name, 'kills')));
      },
      (kills) => kills.every((count) => count === KILLS),
      180_000,
    );

    const midway = await Promise.all(PODS.map(async (name) => linesIn(name, 'midway')));
    expect(midway.reduce((sum, count) => sum + count, 0)).to.be.greaterThan(PODS.length);
    for (const name of PODS) {
      expect(await inPod(name, 'cat /tmp/broken 2>/dev/null || true')).to.equal('');
      expect(await linesIn(name, 'reads')).to.be.greaterThan(100);
      await eventually(
        `the last value in ${name}, and nothing left over`,
        async () => inPod(name, `cat key-* | uniq; ls -d ..2* | wc -l`),
        (text) => text === `value-${rotation}\n1\n`,
        90_000,
      );
    }
  }).timeout(400_000);

  after(async () => {
    await kubectl(['delete', 'namespace', NAMESPACE, '--wait=false']);
  });
});
