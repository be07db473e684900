import { expect } from 'chai';
import jsonPatch from 'fast-json-patch';
import type { RawObject } from '../../core/api/index.ts';
import {
  MUTATING_WEBHOOKS,
  NAMESPACES,
  type Resource,
  SECRETS,
  VALIDATING_WEBHOOKS,
} from '../../core/kube/index.ts';
import type { MemoryApi } from '../../core/kube/memory/api.ts';
import { createMemoryApi } from '../../core/kube/memory/index.ts';
import {
  createLogger,
  objectAt,
  objectsAt,
  systemClock,
  textAt,
} from '../../core/runtime/index.ts';
import type { Webhook } from '../../webhook/compose.ts';
import { composeWebhook, parseWebhookConfig } from '../../webhook/index.ts';
import { httpsCall, type HttpsReply } from '../support/https-call.ts';

const SERVER_NAME = 'sallyport-webhook.sallyport-system.svc';
const OPTIONS = { fieldManager: 'test' };
const signal = new AbortController().signal;

function registration(resource: Resource, name: string): RawObject {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: resource.kind,
    metadata: { name },
    webhooks: ['a', 'b'].map((each) => ({
      name: `${each}.sallyport.dev`,
      clientConfig: { service: { name: 'sallyport-webhook', namespace: 'sallyport-system' } },
      admissionReviewVersions: ['v1'],
      sideEffects: 'None',
    })),
  };
}

/** What kubectl writes for a refusal (admission.md 1.3). */
function kubectlSays(response: RawObject): string {
  const status = objectAt(response, 'status');
  const reason = textAt(status, 'reason');
  if (reason === 'Invalid' || (reason === '' && status['code'] === 422)) {
    const details = objectAt(status, 'details');
    const causes = objectsAt(details, 'causes').map(
      (cause) => `${textAt(cause, 'field')}: ${textAt(cause, 'message')}`,
    );
    return `The ${textAt(details, 'kind')} "${textAt(details, 'name')}" is invalid: ${causes.join(', ')}`;
  }
  return `Error from server (${reason}): admission webhook "externalsecrets.sallyport.dev" denied the request: ${textAt(status, 'message')}`;
}

const externalSecret = {
  apiVersion: 'external-secrets.io/v1',
  kind: 'ExternalSecret',
  metadata: { name: 'app', namespace: 'team-a' },
  spec: {
    secretStoreRef: { name: 'vault' },
    data: [{ secretKey: 'password', remoteRef: { key: 'app' } }],
  },
};

const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'shop',
    annotations: {
      'sallyport.dev/inject': 'true',
      'sallyport.dev/external-secrets': 'database',
    },
  },
  spec: { initContainers: [{ name: 'migrate' }], containers: [{ name: 'shop' }] },
};

describe('webhook verdicts over HTTPS', () => {
  let webhook: Webhook;
  let api: MemoryApi;
  const logged: string[] = [];

  before(async () => {
    const config = parseWebhookConfig({
      SALLYPORT_SIDECAR_IMAGE: 'localhost/sync:1',
      SALLYPORT_LISTEN_HOST: '127.0.0.1',
      SALLYPORT_LISTEN_PORT: '0',
      SALLYPORT_DRAIN: '0s',
    });
    if (!config.ok) {
      throw new Error(JSON.stringify(config.findings));
    }
    const clock = systemClock;
    api = createMemoryApi({ clock, authorize: () => true });
    const namespace = {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'sallyport-system' },
    };
    await api.create(NAMESPACES, namespace, OPTIONS, signal);
    for (const [resource, name] of [
      [VALIDATING_WEBHOOKS, 'sallyport-validate'],
      [MUTATING_WEBHOOKS, 'sallyport-inject'],
    ] as const) {
      await api.create(resource, registration(resource, name), OPTIONS, signal);
    }
    const log = createLogger({ level: 'debug', clock, write: (line) => logged.push(line) });
    webhook = composeWebhook(config.value, { api, clock, random: () => 0.5, log });
    await webhook.lifecycle.start();
  });

  after(async () => {
    await webhook.lifecycle.stop();
  });

  async function call(method: string, path: string, body = ''): Promise<HttpsReply> {
    const port = webhook.port();
    const options = { port, servername: SERVER_NAME, ca: webhook.caBundle(), method, path };
    return httpsCall(options, body);
  }

  async function ask(path: string, object: RawObject, request: RawObject = {}): Promise<RawObject> {
    const [group = '', version = ''] = textAt(object, 'apiVersion').includes('/')
      ? textAt(object, 'apiVersion').split('/')
      : ['', textAt(object, 'apiVersion')];
    const reply = await call(
      'POST',
      `${path}?timeout=5s`,
      JSON.stringify({
        apiVersion: 'admission.k8s.io/v1',
        kind: 'AdmissionReview',
        request: {
          uid: 'question-1',
          kind: { group, version, kind: object['kind'] },
          name: textAt(objectAt(object, 'metadata'), 'name'),
          namespace: 'team-a',
          operation: 'CREATE',
          userInfo: { username: 'jane' },
          object,
          ...request,
        },
      }),
    );
    expect(reply.status).to.equal(200);
    return (JSON.parse(reply.body) as { response: RawObject }).response;
  }

  it('admits a sound ExternalSecret and echoes the uid', async () => {
    expect(await ask('/validate', externalSecret)).to.deep.equal({
      uid: 'question-1',
      allowed: true,
    });
  });

  it('is shown by kubectl with everything that is wrong, each with its place', async () => {
    const response = await ask('/validate', {
      ...externalSecret,
      spec: {
        secretStoreRef: { name: 'vault' },
        refreshInterval: '1d',
        dataFrom: [
          { find: { name: { regexp: '(' } } },
          { extract: { key: 'x' }, rewrite: [{ transform: { template: '{{ .value' } }] },
        ],
      },
    });

    const lines = kubectlSays(response).split('\n');
    expect(response['allowed']).to.equal(false);
    expect(lines[0]).to.equal(
      'Error from server (Forbidden): admission webhook "externalsecrets.sallyport.dev" denied the request: ExternalSecret team-a/app: 3 problems.',
    );
    expect(lines[1]).to.match(
      /^ 1\. spec\.dataFrom\[0\]\.find\.name\.regexp: .*missing closing \).* \[SPA-E016\]$/u,
    );
    expect(lines[2]).to.match(
      /^ 2\. spec\.dataFrom\[1\]\.rewrite\[0\]\.transform\.template: .*unclosed action.* \[SPA-E017\]$/u,
    );
    expect(lines[3]).to.match(/^ 3\. spec\.refreshInterval: .*1d.* \[SPA-E003\]$/u);
    expect(lines[4]).to.equal('Check before you apply: sallyport check FILE');
  });

  const heavy = [
    [
      'one expression',
      ['x{1000}'.repeat(1000)],
      /^ 1\. spec\.dataFrom\[0\]\.find\.name\.regexp: error parsing regexp: expression too large: .* \[SPA-E016\]$/u,
    ],
    [
      'many expressions',
      Array.from({ length: 101 }, () => 'x{1000}'),
      /^ 1\. spec\.dataFrom: its regular expressions are too large together .* \[SPA-E016\]$/u,
    ],
  ] as const;
  for (const [what, expressions, finding] of heavy) {
    it(`refuses an ExternalSecret that would hold it up with ${what}`, async () => {
      const dataFrom = expressions.map((regexp) => ({ find: { name: { regexp } } }));

      const response = await ask('/validate', {
        ...externalSecret,
        spec: { ...externalSecret.spec, dataFrom },
      });

      expect(kubectlSays(response).split('\n')[1]).to.match(finding);
    });
  }

  it('repeats the findings as causes for machines', async () => {
    const response = await ask('/validate', {
      ...externalSecret,
      spec: { secretStoreRef: { name: 'vault' } },
    });

    const details = objectAt(objectAt(response, 'status'), 'details');
    expect(details).to.include({ kind: 'ExternalSecret', name: 'app' });
    expect(objectsAt(details, 'causes').map((cause) => cause['reason'])).to.deep.equal([
      'SPA-E001',
    ]);
  });

  it('refuses a new store of a provider it does not serve, and leaves a stored one alone', async () => {
    const store = {
      apiVersion: 'external-secrets.io/v1',
      kind: 'SecretStore',
      metadata: { name: 'legacy', namespace: 'team-a' },
      spec: { provider: { oracle: { region: 'x', vault: 'y' } } },
    };
    const labelled = { ...store, metadata: { ...store.metadata, labels: { a: 'b' } } };

    const created = await ask('/validate', store);
    const updated = await ask('/validate', labelled, { operation: 'UPDATE', oldObject: store });

    expect(created['allowed']).to.equal(false);
    expect(kubectlSays(created)).to.match(/oracle/u);
    expect(updated).to.deep.equal({ uid: 'question-1', allowed: true });
  });

  it('allows every deletion', async () => {
    const response = await ask('/validate', externalSecret, {
      operation: 'DELETE',
      object: null,
      oldObject: { ...externalSecret, spec: {} },
    });

    expect(response['allowed']).to.equal(true);
  });

  it('judges a dry run as the real thing', async () => {
    const unsound = { ...externalSecret, spec: {} };

    const dry = await ask('/validate', unsound, { dryRun: true });

    expect(dry).to.deep.equal(await ask('/validate', unsound));
  });

  it('gives a Pod that asks for it the sidecar, by a patch that adds and rewrites nothing', async () => {
    const response = await ask('/mutate', pod);

    const patch = JSON.parse(Buffer.from(textAt(response, 'patch'), 'base64').toString()) as {
      op: string;
      path: string;
    }[];
    expect(response).to.include({ allowed: true, patchType: 'JSONPatch' });
    expect(patch.map(({ op, path }) => `${op} ${path}`)).to.have.members([
      'add /spec/initContainers/0',
      'add /spec/initContainers/1/volumeMounts',
      'add /spec/containers/0/volumeMounts',
      'add /spec/volumes',
      'add /metadata/annotations/kubectl.kubernetes.io~1default-container',
      'add /metadata/annotations/sallyport.dev~1status',
    ]);
    const { newDocument } = jsonPatch.applyPatch(
      structuredClone<RawObject>(pod),
      patch as never[],
      true,
    );
    expect(await ask('/mutate', newDocument)).to.deep.equal({ uid: 'question-1', allowed: true });
  });

  it('lets other Pods by untouched', async () => {
    const plain = { ...pod, metadata: { name: 'shop' } };

    expect(await ask('/mutate', plain)).to.deep.equal({ uid: 'question-1', allowed: true });
  });

  it('refuses a Pod whose annotations it does not understand', async () => {
    const typo = { 'sallyport.dev/inject': 'yes', 'sallyport.dev/external-secrets': 'database' };

    const response = await ask('/mutate', {
      ...pod,
      metadata: { name: 'shop', annotations: typo },
    });

    expect(textAt(objectAt(response, 'status'), 'message').split('\n').slice(0, 2)).to.deep.equal([
      'Pod team-a/shop: 1 problem.',
      ' 1. metadata.annotations["sallyport.dev/inject"]: "yes" is not accepted; "true" or "false" [SPA-P002]',
    ]);
  });

  it('warns the owner of a Pod that asked and got nothing', async () => {
    const response = await ask('/mutate', { ...pod, spec: { ...pod.spec, hostNetwork: true } });

    expect(response).to.deep.equal({
      uid: 'question-1',
      allowed: true,
      warnings: ["no sidecar: the Pod runs in its node's network (spec.hostNetwork) [SPA-I001]"],
    });
  });

  for (const [title, body] of [
    ['no JSON', '{'],
    [
      'v1beta1',
      JSON.stringify({ apiVersion: 'admission.k8s.io/v1beta1', kind: 'AdmissionReview' }),
    ],
    ['nothing', ''],
  ] as const) {
    it(`answers ${title} with HTTP 400`, async () => {
      expect((await call('POST', '/validate', body)).status).to.equal(400);
    });
  }

  it('has told the API server its authority, in every registered webhook', async () => {
    for (const [resource, name] of [
      [VALIDATING_WEBHOOKS, 'sallyport-validate'],
      [MUTATING_WEBHOOKS, 'sallyport-inject'],
    ] as const) {
      const found = await api.get(resource, { namespace: '', name }, signal);

      const bundles = objectsAt(found ?? {}, 'webhooks').map((each) =>
        Buffer.from(textAt(objectAt(each, 'clientConfig'), 'caBundle'), 'base64').toString(),
      );
      expect(bundles).to.deep.equal([webhook.caBundle(), webhook.caBundle()]);
    }
  });

  it('stores the authority and no key of a serving certificate', async () => {
    const ref = { namespace: 'sallyport-system', name: 'sallyport-webhook-ca' };

    const secret = await api.get(SECRETS, ref, signal);

    expect(Object.keys(objectAt(secret ?? {}, 'data')).sort()).to.deep.equal([
      'ca.crt',
      'ca.key',
      'meta.json',
    ]);
  });

  it('is ready, and counts what it answered', async () => {
    await ask('/validate', externalSecret);

    const ready = await call('GET', '/readyz');
    const metrics = await call('GET', '/metrics');

    expect(ready.body).to.equal('ok\n');
    expect(metrics.body).to.match(
      /^sallyport_admission_requests_total\{kind="ExternalSecret",operation="CREATE",verdict="allowed"\} [1-9]/mu,
    );
    expect(metrics.body).to.match(
      /^sallyport_admission_duration_seconds_count\{kind="Pod",operation="CREATE"\} [1-9]/mu,
    );
  });

  it('logs who was refused and why by id, and no object', () => {
    const refusals = logged
      .map((line) => JSON.parse(line) as RawObject)
      .filter(({ message }) => message === 'admission request denied');

    expect(refusals[0]).to.include({ kind: 'ExternalSecret', namespace: 'team-a', name: 'app' });
    expect(logged.join('')).not.to.include('remoteRef');
  });
});
