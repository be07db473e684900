import { expect } from 'chai';
import type { RawObject } from '../../core/api/index.ts';
import { NAMESPACES } from '../../core/kube/index.ts';
import { AppError } from '../../core/runtime/index.ts';
import {
  CLUSTER_SECRET_STORES,
  type ControllerWorld,
  createControllerWorld,
  EXTERNAL_SECRETS,
  reading,
  SECRET_STORES,
  type WorldOptions,
} from '../support/controller-world.ts';

function statusOf(object: RawObject | undefined): RawObject {
  return { ...(object?.['status'] as RawObject | undefined) };
}

describe('the controller and stores', () => {
  let world: ControllerWorld;

  async function aWorld(options: WorldOptions = {}): Promise<ControllerWorld> {
    world = await createControllerWorld(options);
    await world.start();
    return world;
  }

  afterEach(async () => {
    await world.stop();
  });

  it('says Valid and what the backend can', async () => {
    const { putStore, clock, ready, get, events } = await aWorld();

    await putStore('fake', { user: 'ada' });
    await clock.settle();

    const condition = await ready(SECRET_STORES, 'fake');
    expect(condition).to.deep.equal({
      type: 'Ready',
      status: 'True',
      reason: 'Valid',
      message: 'store validated',
      lastTransitionTime: '2026-01-01T00:00:00Z',
    });
    expect(statusOf(await get(SECRET_STORES, 'fake'))['capabilities']).to.equal('ReadWrite');
    expect(await events('fake')).to.deep.equal(['Valid: store validated']);
  });

  it('says InvalidProviderConfig with the cause when the store cannot be used', async () => {
    const { put, clock, ready, get } = await aWorld();

    await put(SECRET_STORES, 'fake', {
      spec: { provider: { fake: { data: [], validationResult: 2 } } },
    });
    await clock.settle();

    const { status, reason, message } = (await ready(SECRET_STORES, 'fake'))!;
    expect({ status, reason }).to.deep.equal({ status: 'False', reason: 'InvalidProviderConfig' });
    expect(message).to.match(/^unable to validate store: SecretStore "fake": /u);
    expect(statusOf(await get(SECRET_STORES, 'fake'))['capabilities']).to.equal(undefined);
  });

  it('tries a store that refuses again, ever more rarely, and says when it is back', async () => {
    const tries: number[] = [];
    let down = true;
    const { putStore, clock, ready, statusWrites } = await aWorld({
      connect: () => async () => {
        tries.push(world.clock.monotonicMs() / 1000);
        if (down) {
          throw new AppError('UNAUTHENTICATED', 'SecretStore "fake": login: refused (401)');
        }
        return {
          getSecret: async () => undefined,
          findSecrets: async () => [],
          checkAccess: async () => undefined,
          close: async () => undefined,
        };
      },
    });
    await putStore('fake', {});

    await clock.advance(10_000);
    expect((await ready(SECRET_STORES, 'fake'))?.message).to.equal(
      'unable to create client: SecretStore "fake": login: refused (401)',
    );
    down = false;
    await clock.advance(10_000);

    // With the least jitter half of 1 s, 2 s, 4 s, 8 s …
    expect(tries.slice(0, 5)).to.deep.equal([0, 0.5, 1.5, 3.5, 7.5]);
    expect((await ready(SECRET_STORES, 'fake'))?.reason).to.equal('Valid');
    expect(statusWrites).to.have.length(2);
  });

  const unsupported: readonly (readonly [string, RawObject])[] = [
    [
      "a provider of ESO's that Sallyport does not serve",
      { ibm: { serviceUrl: 'https://ibm.test' } },
    ],
    ['a backend that is not built yet', { gcpsm: { projectID: 'p' } }],
  ];
  for (const [name, provider] of unsupported) {
    it(`says UnsupportedProvider for ${name}, and disturbs nobody`, async () => {
      const { put, putStore, putExternalSecret, clock, ready, statusWrites } = await aWorld();
      const key = Object.keys(provider)[0] ?? '';

      await put(SECRET_STORES, 'odd', { spec: { provider } });
      await putStore('fake', { user: 'ada' });
      await putExternalSecret('good', reading('fake', 'user'));
      await putExternalSecret('bad', reading('odd', 'user'));
      await clock.advance(3_000_000);

      const { status, reason, message } = (await ready(SECRET_STORES, 'odd'))!;
      expect({ status, reason }).to.deep.equal({ status: 'False', reason: 'UnsupportedProvider' });
      expect(message).to.contain(`backend "${key}" is not served by this version`);
      expect((await ready(EXTERNAL_SECRETS, 'good'))?.status).to.equal('True');
      expect((await ready(EXTERNAL_SECRETS, 'bad'))?.status).to.equal('False');
      expect(statusWrites.filter((write) => write.includes('odd'))).to.have.length(1);
    });
  }

  it('leaves a store of another class alone, also one it cannot read', async () => {
    const { put, clock, get } = await aWorld();

    await put(SECRET_STORES, 'theirs', {
      spec: { controller: 'somebody-else', provider: { fake: { data: 'all' } } },
    });
    await clock.settle();

    expect(statusOf(await get(SECRET_STORES, 'theirs'))).to.deep.equal({});
  });

  it('says what is wrong with a stored store it cannot read', async () => {
    const { put, clock, ready } = await aWorld();

    await put(SECRET_STORES, 'odd', { spec: { provider: { fake: { data: 'all' } } } });
    await clock.settle();

    const { status, reason, message } = (await ready(SECRET_STORES, 'odd'))!;
    expect({ status, reason }).to.deep.equal({
      status: 'False',
      reason: 'InvalidStoreConfiguration',
    });
    expect(message).to.contain('spec.provider.fake.data');
  });

  it('calls a ClusterSecretStore whose credentials lie with its users valid without asking it', async () => {
    let asked = 0;
    const { put, clock, ready } = await aWorld({
      connect: () => async () => {
        asked += 1;
        throw new AppError('BACKEND_UNAVAILABLE', 'nobody there');
      },
    });
    const auth = { tokenSecretRef: { name: 'vault-token', key: 'token' } };

    await put(CLUSTER_SECRET_STORES, 'vault', {
      spec: { provider: { vault: { server: 'https://vault.test', version: 'v2', auth } } },
    });
    await clock.settle();

    expect((await ready(CLUSTER_SECRET_STORES, 'vault'))?.reason).to.equal('Valid');
    expect(asked).to.equal(0);
  });

  it('checks at the interval the store names', async () => {
    const at: number[] = [];
    const { putStore, clock } = await aWorld({
      connect: () => async () => {
        at.push(world.clock.monotonicMs() / 1000);
        return {
          getSecret: async () => undefined,
          findSecrets: async () => [],
          checkAccess: async () => undefined,
          close: async () => undefined,
        };
      },
    });

    await putStore('fake', {}, { refreshInterval: 60 });
    await clock.advance(150_000);

    expect(at).to.deep.equal([0, 60, 120]);
  });

  it('wakes those who may not use a ClusterSecretStore when their namespace gets the label', async () => {
    const { put, putExternalSecret, clock, ready } = await aWorld();
    await put(CLUSTER_SECRET_STORES, 'shared', {
      spec: {
        conditions: [{ namespaceSelector: { matchLabels: { tier: 'gold' } } }],
        provider: { fake: { data: [{ key: 'user', value: 'ada' }] } },
      },
    });
    await putExternalSecret('db', {
      ...reading('shared', 'user'),
      secretStoreRef: { kind: 'ClusterSecretStore', name: 'shared' },
    });
    await clock.settle();
    const before = await ready(EXTERNAL_SECRETS, 'db');

    await put(NAMESPACES, 'team-a', { metadata: { labels: { tier: 'gold' } } });
    await clock.settle();

    expect(before?.message).to.contain('is not allowed from namespace "team-a"');
    expect((await ready(EXTERNAL_SECRETS, 'db'))?.status).to.equal('True');
  });

  it('is ready once the first lists are in, and shows its metrics', async () => {
    const { putStore, putExternalSecret, clock, controller } = await aWorld();
    await putStore('fake', { user: 'ada' });
    await clock.settle();
    await putExternalSecret('db', reading('fake', 'user'));
    await putExternalSecret('broken', reading('fake', 'absent'));
    await clock.settle();
    const base = `http://127.0.0.1:${controller.probePort()}`;

    const [live, readiness] = await Promise.all([fetch(`${base}/livez`), fetch(`${base}/readyz`)]);
    const lines = (await (await fetch(`${base}/metrics`)).text()).split('\n');

    expect([live.status, readiness.status]).to.deep.equal([200, 200]);
    for (const line of [
      'externalsecret_sync_calls_total{name="db",namespace="team-a"} 1',
      'externalsecret_sync_calls_error{name="broken",namespace="team-a"} 1',
      'externalsecret_status_condition{name="db",namespace="team-a",condition="Ready",status="True"} 1',
      'externalsecret_status_condition{name="broken",namespace="team-a",condition="Ready",status="False"} 1',
      'secretstore_status_condition{name="fake",namespace="team-a",condition="Ready",status="True"} 1',
      'externalsecret_provider_api_calls_count{provider="Fake",call="GetSecret",status="success"} 2',
      'sallyport_externalsecret_failures_total{code="SECRET_MISSING"} 1',
    ]) {
      expect(lines).to.include(line);
    }
  });

  it('drops the series of an object that is gone', async () => {
    const { putStore, putExternalSecret, clock, controller, remove } = await aWorld();
    await putStore('fake', { user: 'ada' });
    await putExternalSecret('db', reading('fake', 'user'));
    await clock.settle();

    await remove(EXTERNAL_SECRETS, 'db');
    await remove(SECRET_STORES, 'fake');
    await clock.settle();

    const text = await (await fetch(`http://127.0.0.1:${controller.probePort()}/metrics`)).text();
    expect(text.split('\n').filter((line) => /name="(?:db|fake)"/u.test(line))).to.deep.equal([]);
  });
});
