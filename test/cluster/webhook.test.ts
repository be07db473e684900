import { expect } from 'chai';
import { isObject, objectAt, objectsAt, textAt } from '../../core/runtime/index.ts';
import { eventually, getJson, kubectl, tryKubectl } from '../support/cluster.ts';
import { freshNamespace, install, rolledOut } from '../support/installation.ts';

const NAMESPACE = 'gate';
const STATUS = 'sallyport.dev/status';
const inGate = ['-n', NAMESPACE];
const SYSTEM = ['-n', 'sallyport-system'];
const REGISTRATION = 'deploy/base/webhook-configurations.yaml';
const CONFIGURATIONS = [
  'validatingwebhookconfiguration/sallyport-validate',
  'mutatingwebhookconfiguration/sallyport-inject',
];

function manifest(kind: string, name: string, spec: string, version = 'v1'): string {
  return `apiVersion: external-secrets.io/${version}
kind: ${kind}
metadata: { name: ${name}, namespace: ${NAMESPACE} }
spec: ${spec}
`;
}

const ENTRY = 'data: [{ secretKey: password, remoteRef: { key: database } }]';
const SOUND = `{ secretStoreRef: { name: fake }, ${ENTRY} }`;
const FAKE_STORE = '{ provider: { fake: { data: [{ key: database, value: open }] } } }';

/** Restricted, with a limit on CPU that the sidecar does not set itself: the LimitRange completes it. */
const surroundings = `
apiVersion: v1
kind: LimitRange
metadata: { name: cpu, namespace: ${NAMESPACE} }
spec: { limits: [{ type: Container, max: { cpu: 200m }, defaultRequest: { cpu: 5m } }] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: app, namespace: ${NAMESPACE} }
rules: [{ apiGroups: [external-secrets.io], resources: [externalsecrets, secretstores], verbs: [get, list, watch] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: app, namespace: ${NAMESPACE} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: app }
subjects: [{ kind: ServiceAccount, name: default, namespace: ${NAMESPACE} }]
---
${manifest('SecretStore', 'fake', FAKE_STORE)}---
${manifest('ExternalSecret', 'database', SOUND)}`;

const INJECT = "sallyport.dev/inject: 'true', sallyport.dev/external-secrets: database";

function pod(annotations: string, name = 'app'): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: ${NAMESPACE}, annotations: { ${annotations} } }
spec:
  terminationGracePeriodSeconds: 1
  securityContext: { runAsNonRoot: true, runAsUser: 1234, seccompProfile: { type: RuntimeDefault } }
  containers:
    - name: app
      image: localhost/busybox:1
      command: [sh, -c, 'exec sleep 3600']
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }
`;
}

async function tryApply(
  text: string,
  ...options: readonly string[]
): ReturnType<typeof tryKubectl> {
  return tryKubectl(['apply', ...options, '-f', '-'], text);
}

async function names(kinds: string): Promise<readonly string[]> {
  const listed = await kubectl([...inGate, 'get', kinds, '-o', 'name']);
  return listed.split('\n').filter((line) => line !== '');
}

async function caBundles(): Promise<readonly string[]> {
  const bundles = await Promise.all(
    CONFIGURATIONS.map(async (name) =>
      kubectl(['get', name, '-o', 'jsonpath={.webhooks[*].clientConfig.caBundle}']),
    ),
  );
  return bundles.flatMap((text) => text.split(' '));
}

async function storedAuthority(): Promise<string> {
  const { stdout } = await tryKubectl([
    ...SYSTEM,
    'get',
    'secret',
    'sallyport-webhook-ca',
    '-o',
    'jsonpath={.data.ca\\.crt}',
  ]);
  return stdout;
}

/** One write after the other of an object that the webhook judges, each with another spec; what was refused. */
async function applyOften(times: number): Promise<readonly string[]> {
  const refusals: string[] = [];
  for (let turn = 1; turn <= times; turn += 1) {
    const spec = `{ secretStoreRef: { name: fake }, refreshInterval: ${turn}h, ${ENTRY} }`;
    const { code, stderr } = await tryApply(manifest('ExternalSecret', 'often', spec));
    refusals.push(...(code === 0 ? [] : [stderr]));
  }
  return refusals;
}

describe('the webhook on a real cluster', () => {
  before(async function () {
    this.timeout(400_000);
    await install();
    await freshNamespace(NAMESPACE);
    await kubectl([
      'label',
      'namespace',
      NAMESPACE,
      'pod-security.kubernetes.io/enforce=restricted',
    ]);
    await kubectl(['apply', '-f', '-'], surroundings);
  });

  after(async () => {
    await kubectl(['delete', 'namespace', NAMESPACE, '--wait=false']);
  });

  describe('a Pod', () => {
    it('runs with its sidecar under Pod Security restricted and a LimitRange', async () => {
      await kubectl(['apply', '-f', '-'], pod(INJECT));
      await kubectl([...inGate, 'wait', '--for=condition=Ready', 'pod/app', '--timeout=90s']);

      const file = '/var/run/secrets/sallyport.dev/database/password';
      expect(await kubectl([...inGate, 'exec', 'app', '-c', 'app', '--', 'cat', file])).to.equal(
        'open',
      );
    });

    it('that was injected, exported and created again is not changed', async () => {
      const found = await getJson(...inGate, 'pod', 'app');
      const exported = isObject(found) ? found : {};
      const annotations = objectAt(objectAt(exported, 'metadata'), 'annotations');
      const { nodeName: _, ...spec } = objectAt(exported, 'spec');
      const copy = {
        ...exported,
        metadata: { name: 'copy', namespace: NAMESPACE, annotations },
        spec,
      };
      const args = ['create', '--dry-run=server', '-o', 'json', '-f', '-'];
      const created: unknown = JSON.parse(await kubectl(args, JSON.stringify(copy)));

      const result = isObject(created) ? created : {};
      expect(objectAt(result, 'spec')).to.deep.equal(spec);
      expect(textAt(objectAt(objectAt(result, 'metadata'), 'annotations'), STATUS)).to.equal(
        textAt(annotations, STATUS),
      );
      expect(objectsAt(objectAt(result, 'spec'), 'initContainers')).to.have.length(1);
    });

    it('is told in a dry run what would happen, and is not created', async () => {
      const text = pod('sallyport.dev/external-secrets: database', 'dry');
      const { code, stdout, stderr } = await tryApply(text, '--dry-run=server');

      expect(code).to.equal(0);
      expect(stdout).to.equal('pod/dry created (server dry run)\n');
      expect(stderr).to.match(
        /^Warning: metadata\.annotations\["sallyport\.dev\/external-secrets"\]: nothing is injected; .*\[SPA-P005\]$/m,
      );
      expect(await names('pods')).not.to.include('pod/dry');
    });

    for (const [annotations, words] of [
      ["sallyport.dev/injekt: 'true'", 'did you mean sallyport.dev/inject? [SPA-P001]'],
      ["sallyport.dev/inject: 'yes'", '"yes" is not accepted; "true" or "false" [SPA-P002]'],
      [
        "sallyport.dev/inject: 'true'",
        'name at least one ExternalSecret of this namespace [SPA-P003]',
      ],
      [`${INJECT}, sallyport.dev/containers: ap`, 'this Pod has app [SPA-I003]'],
      [`${INJECT}, sallyport.dev/mount-path: etc/app`, 'must be an absolute path'],
    ] as const) {
      it(`with ${annotations} is refused with a hint`, async () => {
        const { code, stderr } = await tryApply(pod(annotations, 'refused'));

        expect(code).to.equal(1);
        expect(stderr).to.include(
          `admission webhook "inject.sallyport.dev" denied the request: Pod ${NAMESPACE}/refused: 1 problem.\n 1. metadata.annotations[`,
        );
        expect(stderr).to.include(words);
      });
    }
  });

  describe('a manifest', () => {
    for (const [what, kind, spec, words] of [
      [
        'an unknown field',
        'ExternalSecret',
        `{ secretStoreRef: { name: fake }, ${ENTRY}, template: {} }`,
        'unknown field "spec.template"',
      ],
      [
        'a number where text belongs',
        'ExternalSecret',
        `{ secretStoreRef: { name: fake }, refreshInterval: 30, ${ENTRY} }`,
        'spec.refreshInterval in body must be of type string',
      ],
      [
        'two backends',
        'SecretStore',
        '{ provider: { fake: { data: [] }, vault: { server: "http://vault" } } }',
        'spec.provider: Too many: 2: must have at most 1 item',
      ],
      [
        'neither data nor dataFrom',
        'ExternalSecret',
        '{ secretStoreRef: { name: fake } }',
        'spec: either data or dataFrom should be specified [SPA-E001]',
      ],
    ] as const) {
      for (const version of ['v1', 'v1beta1']) {
        it(`of ${version} with ${what} is refused, and nothing of it is applied`, async () => {
          const { code, stderr } = await tryApply(manifest(kind, 'bad', spec, version));

          expect(code).to.equal(1);
          expect(stderr).to.include(words);
          expect((await names('externalsecrets,secretstores')).join()).not.to.include('/bad');
        });
      }
    }

    it('of v1beta1 is stored and read as v1, unchanged', async () => {
      await kubectl(['apply', '-f', '-'], manifest('ExternalSecret', 'older', SOUND, 'v1beta1'));

      const found = await getJson(...inGate, 'externalsecrets.v1.external-secrets.io', 'older');
      const stored = isObject(found) ? found : {};
      expect(textAt(stored, 'apiVersion')).to.equal('external-secrets.io/v1');
      expect(objectAt(stored, 'spec')).to.deep.include({
        secretStoreRef: { name: 'fake' },
        data: [{ secretKey: 'password', remoteRef: { key: 'database' } }],
      });
    });

    it('that says a key twice counts as kubectl reads it: the last', async () => {
      const twice = `\n  secretStoreRef: { name: fake }\n  refreshInterval: 1d\n  refreshInterval: 2h\n  ${ENTRY}`;
      await kubectl(['apply', '-f', '-'], manifest('ExternalSecret', 'twice', twice));

      const interval = ['-o', 'jsonpath={.spec.refreshInterval}'];
      expect(await kubectl([...inGate, 'get', 'externalsecret', 'twice', ...interval])).to.equal(
        '2h',
      );
    });

    it('in a file with a bad one is applied all the same, and kubectl ends with 1', async () => {
      const file = [
        manifest('ExternalSecret', 'first', SOUND),
        manifest('ExternalSecret', 'bad', '{ secretStoreRef: { name: fake } }'),
        manifest('SecretStore', 'last', FAKE_STORE),
      ].join('---\n');
      const { code, stdout, stderr } = await tryApply(file);

      expect(code).to.equal(1);
      expect(stdout.split('\n')).to.include.members([
        'externalsecret.external-secrets.io/first created',
        'secretstore.external-secrets.io/last created',
      ]);
      expect(stderr).to.include(`ExternalSecret ${NAMESPACE}/bad: 1 problem.`);
    });
  });

  it('leaves alone what was stored before it, and the store of an unserved provider says why it is not ready', async () => {
    await kubectl(['delete', 'validatingwebhookconfiguration', 'sallyport-validate']);
    await kubectl(
      ['apply', '-f', '-'],
      manifest('SecretStore', 'ancient', '{ provider: { infisical: { hostAPI: "https://x" } } }'),
    );
    await kubectl(['apply', '-f', REGISTRATION]);
    await eventually(
      'caBundle in every registration',
      caBundles,
      (bundles) => bundles.every((each) => each !== '') && new Set(bundles).size === 1,
    );
    const range =
      '{range .status.conditions[?(@.type=="Ready")]}{.status} {.reason}: {.message}{end}';
    const ready = await eventually(
      'a condition of the store',
      async () => kubectl([...inGate, 'get', 'secretstore', 'ancient', '-o', `jsonpath=${range}`]),
      (text) => text !== '',
    );
    await kubectl([...inGate, 'label', 'secretstore', 'ancient', 'team=shop']);
    const fresh = await tryApply(
      manifest('SecretStore', 'modern', '{ provider: { infisical: {} } }'),
    );

    expect(ready).to.match(/^False UnsupportedProvider: .*infisical/);
    expect(fresh.code).to.equal(1);
    expect(fresh.stderr).to.include('[SPA-B002]');
    await kubectl([...inGate, 'delete', 'secretstore', 'ancient', '--timeout=20s']);
  });

  it('refuses nothing while its Pods are replaced', async function () {
    this.timeout(120_000);
    await kubectl([...SYSTEM, 'rollout', 'restart', 'deployment/sallyport-webhook']);
    const [refusals] = await Promise.all([applyOften(100), rolledOut('sallyport-webhook')]);

    expect(refusals).to.deep.equal([]);
  });

  it('puts its deleted CA Secret back, and refuses nothing meanwhile', async () => {
    const before = await storedAuthority();
    await kubectl([...SYSTEM, 'delete', 'secret', 'sallyport-webhook-ca']);
    const authority = await eventually('the Secret', storedAuthority, (text) => text !== '');
    const refusals = await applyOften(20);

    expect(refusals).to.deep.equal([]);
    expect(authority).to.equal(before);
    expect(new Set(await caBundles())).to.deep.equal(new Set([before]));
  });
});
