import { expect } from 'chai';
import { kubectl } from '../support/cluster.ts';
import { freshNamespace, install, testImage } from '../support/installation.ts';

const NAMESPACE = 'position';
const HERE = ['-n', NAMESPACE];
const FILE = '/var/run/secrets/sallyport.dev/site/page';
/** How long the other sidecar takes to start: whoever comes behind it is held up as long. */
const START_SECONDS = 3;

const foundation = `
apiVersion: v1
kind: ServiceAccount
metadata: { name: app, namespace: ${NAMESPACE} }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: app, namespace: ${NAMESPACE} }
rules:
  - { apiGroups: [external-secrets.io], resources: [externalsecrets, secretstores], resourceNames: [site], verbs: [get, list, watch] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: app, namespace: ${NAMESPACE} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: app }
subjects: [{ kind: ServiceAccount, name: app, namespace: ${NAMESPACE} }]
---
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: { name: site, namespace: ${NAMESPACE} }
spec: { provider: { fake: { data: [{ key: page, value: delivered }] } } }
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: site, namespace: ${NAMESPACE} }
spec:
  refreshInterval: 1h
  secretStoreRef: { name: site }
  target: { creationPolicy: None }
  data: [{ secretKey: page, remoteRef: { key: page } }]
`;

const SEES = `[ -e ${FILE} ] && cat ${FILE} || echo nothing`;

const container = (name: string, script: string): string => `
    - name: ${name}
      image: ${testImage()}
      command: [sh, -c, '${script}']
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }`;

/** Another native sidecar, that has started after a while, then an init container of the application's own. */
const pod = (name: string, other: string, annotations: string): string => `
apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  namespace: ${NAMESPACE}
  annotations:
    sallyport.dev/inject: 'true'
    sallyport.dev/external-secrets: site
${annotations}
spec:
  serviceAccountName: app
  restartPolicy: Never
  terminationGracePeriodSeconds: 1
  securityContext: { runAsNonRoot: true, runAsUser: 1234, seccompProfile: { type: RuntimeDefault } }
  initContainers:${container(other, `${SEES}; sleep ${START_SECONDS}; touch /tmp/up; exec sleep 3600`)}
      restartPolicy: Always
      startupProbe: { periodSeconds: 1, failureThreshold: 60, exec: { command: [test, -e, /tmp/up] } }${container('setup', SEES)}
  containers:${container('app', SEES)}
`;

interface Order {
  readonly names: readonly string[];
  readonly startedMs: ReadonlyMap<string, number>;
}

async function orderOf(name: string): Promise<Order> {
  const names = await kubectl([
    ...[...HERE, 'get', 'pod', name],
    ...['-o', 'jsonpath={.spec.initContainers[*].name}'],
  ]);
  const times = await kubectl([
    ...[...HERE, 'get', 'pod', name, '-o'],
    'jsonpath={range .status.initContainerStatuses[*]}{.name} {.state.*.startedAt}{"\\n"}{end}',
  ]);
  const startedMs = times
    .trim()
    .split('\n')
    .map((line): [string, number] => {
      const [each = '', time = ''] = line.split(' ');
      return [each, Date.parse(time)];
    });
  return { names: names.split(' '), startedMs: new Map(startedMs) };
}

async function seenBy(name: string, containerName: string): Promise<string> {
  return (await kubectl([...HERE, 'logs', name, '-c', containerName])).trim();
}

describe('the place of a sidecar among others, on a real kubelet', () => {
  before(async function () {
    this.timeout(400_000);
    await install();
    await freshNamespace(NAMESPACE);
    await kubectl(['apply', '-f', '-'], foundation);
  });

  for (const [name, other, position, first, seen] of [
    ['behind-a-mesh', 'istio-proxy', undefined, 'istio-proxy', 'nothing'],
    ['before-a-mesh', 'istio-proxy', 'first', 'sallyport', 'nothing'],
    ['before-another', 'proxy', undefined, 'sallyport', 'delivered'],
    ['behind-another', 'proxy', 'after proxy', 'proxy', 'nothing'],
  ] as const) {
    it(`${name.replaceAll('-', ' ')}, which sees ${seen}: both started in this order, and the Pod ends`, async () => {
      const annotation = position === undefined ? '' : `    sallyport.dev/position: ${position}`;
      await kubectl(['apply', '-f', '-'], pod(name, other, annotation));
      await kubectl([
        ...[...HERE, 'wait', `pod/${name}`, '--timeout=90s'],
        '--for=jsonpath={.status.phase}=Succeeded',
      ]);

      const { names, startedMs } = await orderOf(name);
      const second = first === 'sallyport' ? other : 'sallyport';
      expect(names).to.deep.equal([first, second, 'setup']);
      const gapMs = (startedMs.get(second) ?? NaN) - (startedMs.get(first) ?? NaN);
      expect(gapMs).to.be.at.least(first === 'sallyport' ? 0 : (START_SECONDS - 1) * 1000);
      expect(await seenBy(name, other)).to.equal(seen);
      expect(await seenBy(name, 'setup')).to.equal('delivered');
      expect(await seenBy(name, 'app')).to.equal('delivered');
    });
  }

  after(async () => {
    await kubectl(['delete', 'namespace', NAMESPACE, '--wait=false']);
  });
});
