import { expect } from 'chai';
import type { RawObject } from '../../core/api/index.ts';
import {
  type AccessQuestion,
  apiVersionOf,
  CLUSTER_SECRET_STORES,
  EXTERNAL_SECRETS,
  NAMESPACES,
  type Resource,
  SECRET_ACCESS_POLICIES,
} from '../../core/kube/index.ts';
import { createMemoryApi } from '../../core/kube/memory/index.ts';
import {
  AppError,
  createLogger,
  objectAt,
  objectsAt,
  systemClock,
  textAt,
} from '../../core/runtime/index.ts';
import { composeWebhook, parseWebhookConfig } from '../../webhook/index.ts';
import { httpsCall } from '../support/https-call.ts';

const OPTIONS = { fieldManager: 'test' };
const signal = new AbortController().signal;

/** Policies, as a cluster has them, asked over HTTPS. */
describe('webhook policies over HTTPS', () => {
  const asked: AccessQuestion[] = [];
  let authorize: (question: AccessQuestion) => boolean = () => true;
  const deps: Parameters<typeof createMemoryApi>[0] = {
    clock: systemClock,
    authorize: (question) => {
      asked.push(question);
      return authorize(question);
    },
  };
  const api = createMemoryApi(deps);
  const parsed = parseWebhookConfig({
    SALLYPORT_SIDECAR_IMAGE: 'localhost/sync:1',
    SALLYPORT_LISTEN_HOST: '127.0.0.1',
    SALLYPORT_LISTEN_PORT: '0',
    SALLYPORT_DRAIN: '0s',
    SALLYPORT_VALIDATING_CONFIGURATIONS: '',
    SALLYPORT_MUTATING_CONFIGURATIONS: '',
  });
  if (!parsed.ok) {
    throw new Error(JSON.stringify(parsed.findings));
  }
  const webhook = composeWebhook(parsed.value, {
    api,
    clock: systemClock,
    random: () => 0.5,
    log: createLogger({ level: 'error', clock: systemClock, write: () => undefined }),
  });

  async function put(resource: Resource, object: RawObject): Promise<void> {
    const head = { apiVersion: apiVersionOf(resource), kind: resource.kind };
    await api.create(resource, { ...head, ...object }, OPTIONS, signal);
  }

  function policy(name: string, spec: RawObject): RawObject {
    return { metadata: { name }, spec: { validationActions: ['Deny'], ...spec } };
  }

  function externalSecret(key: string, store = 'prod', metadata: RawObject = {}): RawObject {
    return {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name: 'app', namespace: 'team-a', ...metadata },
      spec: {
        secretStoreRef: { kind: 'ClusterSecretStore', name: store },
        data: [{ secretKey: 'x', remoteRef: { key } }],
      },
    };
  }

  async function ask(
    object: RawObject,
    request: RawObject = {},
    path = '/validate',
  ): Promise<RawObject> {
    const [version = '', group = ''] = textAt(object, 'apiVersion').split('/').toReversed();
    const metadata = objectAt(object, 'metadata');
    const reply = await httpsCall(
      {
        port: webhook.port(),
        servername: 'sallyport-webhook.sallyport-system.svc',
        ca: webhook.caBundle(),
        method: 'POST',
        path: `${path}?timeout=5s`,
      },
      JSON.stringify({
        apiVersion: 'admission.k8s.io/v1',
        kind: 'AdmissionReview',
        request: {
          uid: 'u',
          kind: { group, version, kind: object['kind'] },
          name: textAt(metadata, 'name'),
          namespace: textAt(metadata, 'namespace'),
          operation: 'CREATE',
          userInfo: { username: 'jane', groups: ['dev'], extra: { scopes: ['all'] }, uid: '7' },
          object,
          ...request,
        },
      }),
    );
    expect(reply.status, reply.body).to.equal(200);
    return objectAt(JSON.parse(reply.body) as RawObject, 'response');
  }

  function causes(response: RawObject): readonly unknown[] {
    const details = objectAt(objectAt(response, 'status'), 'details');
    return objectsAt(details, 'causes').map((cause) => cause['reason']);
  }

  before(async () => {
    for (const name of ['sallyport-system', 'team-a', 'team-b']) {
      await put(NAMESPACES, { metadata: { name, labels: { team: name } } });
    }
    for (const name of ['prod', 'asked', 'watched']) {
      const spec = { provider: { fake: { data: [{ key: 'x', value: 'y' }] } } };
      await put(CLUSTER_SECRET_STORES, { metadata: { name }, spec });
    }
    const rules = [{ name: 'own', keys: { allow: ['{{namespace}}/**'] } }];
    const governs = (name: string): RawObject => ({
      stores: [{ kind: 'ClusterSecretStore', names: [name] }],
      rules,
    });
    await put(SECRET_ACCESS_POLICIES, policy('prod', governs('prod')));
    await put(
      SECRET_ACCESS_POLICIES,
      policy('asked', { ...governs('asked'), actor: { requireUse: true } }),
    );
    await put(SECRET_ACCESS_POLICIES, {
      ...policy('watched', { ...governs('watched'), validationActions: ['Warn'] }),
    });
    await put(
      SECRET_ACCESS_POLICIES,
      policy('pods', {
        pods: {
          namespaces: { names: ['team-a'] },
          rules: [
            {
              name: 'app',
              serviceAccounts: ['app'],
              externalSecrets: ['*'],
              uses: ['OptIn', 'Reference'],
            },
          ],
        },
      }),
    );
    const { metadata, spec } = externalSecret('team-a/db') as {
      metadata: RawObject;
      spec: RawObject;
    };
    await put(EXTERNAL_SECRETS, { metadata: { ...metadata, name: 'stored' }, spec });
    await webhook.lifecycle.start();
  });
  after(async () => {
    await webhook.lifecycle.stop();
  });
  beforeEach(() => {
    asked.length = 0;
    authorize = () => true;
  });

  it('lets a namespace read what a rule allows it, and refuses the rest with 403 and a cause', async () => {
    const own = await ask(externalSecret('team-a/db'));
    const other = await ask(externalSecret('team-b/db'));

    expect(own['allowed']).to.equal(true);
    expect(other['allowed']).to.equal(false);
    expect(objectAt(other, 'status')).to.include({ code: 403, reason: 'Forbidden' });
    expect(causes(other)).to.deep.equal(['SPA-K001']);
    expect(other['auditAnnotations']).to.deep.include({ decision: 'deny', policies: 'prod' });
    expect(JSON.stringify(other['auditAnnotations'])).not.to.include('team-b/db');
  });

  it('gives a dry run and an object with generateName alone the same verdict', async () => {
    const generated = externalSecret('team-b/db', 'prod', { name: undefined, generateName: 'a-' });

    const dry = await ask(externalSecret('team-b/db'), { dryRun: true });
    const nameless = await ask(generated, { name: '' });

    expect([causes(dry), causes(nameless)]).to.deep.equal([['SPA-K001'], ['SPA-K001']]);
  });

  it('judges the changed spec of an object that is being deleted, and not its finalizers', async () => {
    const terminating = { deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['a/b'] };
    const oldObject = externalSecret('team-b/db', 'prod', terminating);
    const released = externalSecret('team-b/db', 'prod', { ...terminating, finalizers: [] });
    const changed = externalSecret('team-b/other', 'prod', terminating);

    const update = { operation: 'UPDATE', oldObject };
    expect((await ask(released, update))['allowed']).to.equal(true);
    expect((await ask(changed, update))['allowed']).to.equal(false);
  });

  it('says in the status of a policy whether it compiles', async () => {
    const status = async (name: string): Promise<RawObject> => {
      const ended = AbortSignal.timeout(5_000);
      for await (const event of api.watch(SECRET_ACCESS_POLICIES, {}, ended)) {
        const object = event.type === 'put' ? event.object : {};
        if (textAt(objectAt(object, 'metadata'), 'name') === name && 'status' in object) {
          return objectAt(object, 'status');
        }
      }
      throw new Error(`no status of ${name}`);
    };

    const rules = [{ name: 'r', keys: { allow: ['{{nonsense}}'] } }];
    await put(SECRET_ACCESS_POLICIES, policy('unsound', { stores: [], rules }));
    const [sound, unsound] = [await status('prod'), await status('unsound')];
    await api.delete(SECRET_ACCESS_POLICIES, { namespace: '', name: 'unsound' }, {}, signal);

    expect(sound['observedGeneration']).to.equal(1);
    expect(objectsAt(sound, 'conditions')[0]).to.include({ type: 'Ready', status: 'True' });
    expect(objectsAt(unsound, 'conditions')[0]).to.include({
      status: 'False',
      reason: 'DoesNotCompile',
    });
  }).timeout(12_000);

  it('only warns where the policy warns', async () => {
    const response = await ask(externalSecret('team-b/db', 'watched'));

    expect(response['allowed']).to.equal(true);
    expect(String(response['warnings'])).to.match(/SPA-K001/u);
  });

  it('asks for the right to use the store with everything the API server said of the user', async () => {
    await ask(externalSecret('team-a/db', 'asked'));

    expect(asked).to.deep.equal([
      {
        username: 'jane',
        uid: '7',
        groups: ['dev'],
        extra: { scopes: ['all'] },
        verb: 'use',
        group: 'external-secrets.io',
        resource: 'clustersecretstores',
        namespace: 'team-a',
        name: 'asked',
      },
    ]);
  });

  it('refuses whoever may not use the store', async () => {
    authorize = () => false;

    const response = await ask(externalSecret('team-a/db', 'asked'), {
      userInfo: { username: 'joe' },
    });

    expect(objectAt(response, 'status')).to.include({ code: 403 });
    expect(causes(response)).to.deep.equal(['SPA-U001']);
  });

  it('refuses with 503 while the right cannot be checked, and asks again the next time', async () => {
    authorize = () => {
      throw new AppError('KUBE_UNAVAILABLE', 'away');
    };
    const user = { userInfo: { username: 'ann' } };

    const first = await ask(externalSecret('team-a/db', 'asked'), user);
    authorize = () => true;
    const second = await ask(externalSecret('team-a/db', 'asked'), user);

    expect(objectAt(first, 'status')).to.include({ code: 503, reason: 'ServiceUnavailable' });
    expect(causes(first)).to.deep.equal(['SPA-U002']);
    expect(second['allowed']).to.equal(true);
  });

  it('refuses a policy that cannot be meant', async () => {
    const object = {
      apiVersion: apiVersionOf(SECRET_ACCESS_POLICIES),
      kind: 'SecretAccessPolicy',
      ...policy('broken', {
        stores: [{ kind: 'ClusterSecretStore', names: ['prod'] }],
        rules: [{ name: 'r', keys: { allow: ['{{nonsense}}'] } }],
      }),
    };

    const response = await ask(object);

    expect(response['allowed']).to.equal(false);
    expect(causes(response)).to.deep.equal(['SPA-R002']);
  });

  it('says of a tightened policy what it would newly refuse', async () => {
    const object = {
      apiVersion: apiVersionOf(SECRET_ACCESS_POLICIES),
      kind: 'SecretAccessPolicy',
      ...policy('tight', {
        stores: [{ kind: 'ClusterSecretStore', names: ['prod'] }],
        rules: [{ name: 'own', keys: { allow: ['{{namespace}}/**'] } }],
        deny: [{ name: 'no-db', keys: ['**/db'] }],
      }),
    };

    const response = await ask(object);

    expect(response['allowed']).to.equal(true);
    expect(String(response['warnings'])).to.match(
      /^ExternalSecret team-a\/stored would be refused: .*SPA-K002/u,
    );
  });

  it('lets only the ServiceAccounts of a rule have a managed Secret', async () => {
    const pod = (serviceAccountName: string, secretName = 'stored'): RawObject => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p', namespace: 'team-a' },
      spec: { serviceAccountName, volumes: [{ name: 'v', secret: { secretName } }] },
    });

    // The first policy for Pods has the ExternalSecrets listed; until then the answer is 503 with Retry-After.
    await new Promise((resolve) => setImmediate(resolve));
    expect((await ask(pod('app'), {}, '/validate-pods'))['allowed']).to.equal(true);
    const refused = await ask(pod('other'), {}, '/validate-pods');
    expect(causes(refused)).to.deep.equal(['SPA-M002']);
    const foreign = await ask(pod('other', 'somebody-elses'), {}, '/validate-pods');
    expect(foreign['allowed']).to.equal(true);
  });

  it('judges what an ephemeral container adds, and not what the Pod had', async () => {
    const spec = {
      serviceAccountName: 'other',
      volumes: [{ name: 'v', secret: { secretName: 'stored' } }],
    };
    const metadata = { name: 'p', namespace: 'team-a' };
    const oldObject = { apiVersion: 'v1', kind: 'Pod', metadata, spec };
    const debugging = (env: readonly RawObject[]): RawObject => ({
      ...oldObject,
      spec: { ...spec, ephemeralContainers: [{ name: 'debug', envFrom: env }] },
    });
    const request = { operation: 'UPDATE', subResource: 'ephemeralcontainers', oldObject };

    const plain = await ask(debugging([]), request, '/validate-pods');
    const greedy = await ask(
      debugging([{ secretRef: { name: 'stored' } }]),
      request,
      '/validate-pods',
    );

    expect(plain['allowed']).to.equal(true);
    expect(causes(greedy)).to.deep.equal(['SPA-M002']);
  });
});
