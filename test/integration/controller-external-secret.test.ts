import { expect } from 'chai';
import { EXTERNAL_SECRET_FINALIZER, type RawObject } from '../../core/api/index.ts';
import { type KubernetesApi, LEASES, NAMESPACES } from '../../core/kube/index.ts';
import { AppError, type ErrorCode } from '../../core/runtime/index.ts';
import {
  type ControllerWorld,
  createControllerWorld,
  EXTERNAL_SECRETS,
  metaOf,
  reading,
  scriptedBackend,
  SECRET_STORES,
  SECRETS,
  type WorldOptions,
} from '../support/controller-world.ts';

const MARKER = 'bXk-marker-3f9c';

function statusOf(object: RawObject | undefined): RawObject {
  return { ...(object?.['status'] as RawObject | undefined) };
}

describe('the controller and ExternalSecrets', () => {
  let world: ControllerWorld;

  async function aWorld(options: WorldOptions = {}): Promise<ControllerWorld> {
    world = await createControllerWorld(options);
    await world.start();
    return world;
  }

  afterEach(async () => {
    await world.stop();
  });

  it('writes the native Secret and says SecretSynced', async () => {
    const { putStore, putExternalSecret, clock, values, ready, get, events } = await aWorld();

    await putStore('fake', { user: 'ada', password: 's3cret' });
    await putExternalSecret('db', reading('fake', 'user', 'password'));
    await clock.settle();

    expect(await values('db')).to.deep.equal({ user: 'ada', password: 's3cret' });
    const { status, reason, message } = (await ready(EXTERNAL_SECRETS, 'db'))!;
    expect({ status, reason, message }).to.deep.equal({
      status: 'True',
      reason: 'SecretSynced',
      message: 'secret synced',
    });
    const after = statusOf(await get(EXTERNAL_SECRETS, 'db'));
    expect(after['refreshTime']).to.equal('2026-01-01T00:00:00Z');
    expect(after['binding']).to.deep.equal({ name: 'db' });
    expect(after['syncedResourceVersion']).to.match(/^1-[0-9a-f]{56}$/u);
    expect(await events('db')).to.deep.equal(['Created: secret created']);
  });

  it('works off what was there before it started', async () => {
    world = await createControllerWorld();
    await world.putStore('fake', { user: 'ada' });
    await world.putExternalSecret('db', reading('fake', 'user'));

    await world.start();
    await world.clock.settle();

    expect(await world.values('db')).to.deep.equal({ user: 'ada' });
  });

  it('puts hand-edited data back at once', async () => {
    const { putStore, putExternalSecret, clock, put, values } = await aWorld();
    await putStore('fake', { user: 'ada' });
    await putExternalSecret('db', reading('fake', 'user'));
    await clock.settle();

    await put(SECRETS, 'db', { data: { user: 'ZXZl', more: 'bW9yZQ==' } });
    await clock.settle();

    expect(await values('db')).to.deep.equal({ user: 'ada' });
  });

  it('makes a deleted Secret anew at once', async () => {
    const { putStore, putExternalSecret, clock, remove, values } = await aWorld();
    await putStore('fake', { user: 'ada' });
    await putExternalSecret('db', reading('fake', 'user'));
    await clock.settle();

    await remove(SECRETS, 'db');
    await clock.settle();

    expect(await values('db')).to.deep.equal({ user: 'ada' });
  });

  it('takes the earlier Secret away when the target gets another name', async () => {
    const { putStore, putExternalSecret, clock, values } = await aWorld();
    await putStore('fake', { user: 'ada' });
    await putExternalSecret('db', reading('fake', 'user'));
    await clock.settle();

    await putExternalSecret('db', { ...reading('fake', 'user'), target: { name: 'database' } });
    await clock.settle();

    expect(await values('database')).to.deep.equal({ user: 'ada' });
    expect(await values('db')).to.equal(undefined);
  });

  it('lets the Secret go with its ExternalSecret', async () => {
    const { putStore, putExternalSecret, clock, remove, values } = await aWorld();
    await putStore('fake', { user: 'ada' });
    await putExternalSecret('db', reading('fake', 'user'));
    await clock.settle();

    await remove(EXTERNAL_SECRETS, 'db');
    await clock.settle();

    expect(await values('db')).to.equal(undefined);
  });

  it('does the cleanup for the finalizer ESO set and takes it off', async () => {
    const { putStore, putExternalSecret, clock, remove, values, get } = await aWorld();
    await putStore('fake', { user: 'ada' });
    await putExternalSecret(
      'db',
      { ...reading('fake', 'user'), target: { deletionPolicy: 'Delete' } },
      { finalizers: ['example.com/keep', EXTERNAL_SECRET_FINALIZER] },
    );
    await clock.settle();
    expect(await values('db')).to.deep.equal({ user: 'ada' });

    await remove(EXTERNAL_SECRETS, 'db');
    await clock.settle();

    expect(metaOf(await get(EXTERNAL_SECRETS, 'db')).finalizers).to.deep.equal([
      'example.com/keep',
    ]);
    expect(await values('db')).to.equal(undefined);
  });

  it('reads the store again at the interval', async () => {
    const { putStore, putExternalSecret, clock, values } = await aWorld();
    await putStore('fake', { user: 'ada' });
    await putExternalSecret('db', { ...reading('fake', 'user'), refreshInterval: '10m' });
    await clock.settle();
    await putStore('fake', { user: 'eve' });

    await clock.advance(9 * 60_000);
    expect(await values('db')).to.deep.equal({ user: 'ada' });
    await clock.advance(2 * 60_000);

    expect(await values('db')).to.deep.equal({ user: 'eve' });
  });

  it('refreshes at once when an annotation changes', async () => {
    const { putStore, putExternalSecret, clock, values } = await aWorld();
    await putStore('fake', { user: 'ada' });
    await putExternalSecret('db', reading('fake', 'user'));
    await clock.settle();
    await putStore('fake', { user: 'eve' });
    await clock.settle();

    await putExternalSecret('db', reading('fake', 'user'), {
      annotations: { 'external-secrets.io/force-sync': '1' },
    });
    await clock.settle();

    expect(await values('db')).to.deep.equal({ user: 'eve' });
  });

  it('says which store is missing and recovers when it comes', async () => {
    const { putStore, putExternalSecret, clock, ready, values, events } = await aWorld();

    await putExternalSecret('db', reading('fake', 'user'));
    await clock.settle();
    const before = await ready(EXTERNAL_SECRETS, 'db');
    await putStore('fake', { user: 'ada' });
    await clock.settle();

    expect(before?.reason).to.equal('SecretSyncedError');
    expect(before?.message).to.contain('SecretStore "fake" does not exist in namespace "team-a"');
    expect((await ready(EXTERNAL_SECRETS, 'db'))?.status).to.equal('True');
    expect(await values('db')).to.deep.equal({ user: 'ada' });
    expect((await events('db'))[0]).to.match(/^UpdateFailed: .*SecretStore "fake" does not exist/u);
  });

  it('recovers at once when a broken store is put right', async () => {
    const { putStore, putExternalSecret, clock, ready } = await aWorld();
    await putStore('fake', { other: 'x' });
    await putExternalSecret('db', reading('fake', 'user'));
    await clock.advance(120_000);
    expect((await ready(EXTERNAL_SECRETS, 'db'))?.status).to.equal('False');

    await putStore('fake', { user: 'ada' });
    await clock.settle();

    expect((await ready(EXTERNAL_SECRETS, 'db'))?.status).to.equal('True');
  });

  const refusals: readonly (readonly [string, ErrorCode])[] = [
    ['403', 'ACCESS_DENIED'],
    ['401', 'UNAUTHENTICATED'],
    ['429', 'RATE_LIMITED'],
    ['500', 'BACKEND_UNAVAILABLE'],
    ['no answer', 'TIMEOUT'],
    ['garbage', 'PAYLOAD_MALFORMED'],
  ];
  for (const [name, code] of refusals) {
    it(`says Ready=False with the cause on ${name}, and keeps what was delivered`, async () => {
      let refuse = false;
      const connect = scriptedBackend(() => {
        if (refuse) {
          throw new AppError(code, `SecretStore "fake": key "user": backend answered ${name}`);
        }
        return 'ada';
      });
      const { putStore, putExternalSecret, clock, ready, values, get } = await aWorld({ connect });
      await putStore('fake', {});
      await putExternalSecret('db', { ...reading('fake', 'user'), refreshInterval: '1m' });
      await clock.settle();
      const { refreshTime } = statusOf(await get(EXTERNAL_SECRETS, 'db'));

      refuse = true;
      await clock.advance(70_000);

      const { status, reason, message } = (await ready(EXTERNAL_SECRETS, 'db'))!;
      expect({ status, reason }).to.deep.equal({ status: 'False', reason: 'SecretSyncedError' });
      expect(message).to.contain(`SecretStore "fake": key "user": backend answered ${name}`);
      expect(await values('db')).to.deep.equal({ user: 'ada' });
      expect(statusOf(await get(EXTERNAL_SECRETS, 'db'))['refreshTime']).to.equal(refreshTime);

      refuse = false;
      await clock.advance(70_000);
      expect((await ready(EXTERNAL_SECRETS, 'db'))?.status).to.equal('True');
    });
  }

  it('says Ready=False naming store and key when the secret is absent (404)', async () => {
    const { putStore, putExternalSecret, clock, ready } = await aWorld({
      connect: scriptedBackend(() => undefined),
    });
    await putStore('fake', {});
    await putExternalSecret('db', reading('fake', 'user'));
    await clock.settle();

    const { reason, message } = (await ready(EXTERNAL_SECRETS, 'db'))!;
    expect(reason).to.equal('SecretSyncedError');
    expect(message).to.contain('fake').and.to.contain('user');
  });

  it('waits as long as a rate limit asks', async () => {
    const asked: number[] = [];
    const connect = scriptedBackend(() => {
      asked.push(world.clock.monotonicMs() / 1000);
      throw new AppError('RATE_LIMITED', 'SecretStore "fake": slow down', { retryAfterMs: 60_000 });
    });
    const { putStore, putExternalSecret, clock } = await aWorld({ connect });
    await putStore('fake', {});
    await clock.settle();
    await putExternalSecret('db', reading('fake', 'user'));

    await clock.advance(150_000);

    expect(asked).to.deep.equal([0, 60, 120]);
  });

  it('writes no status while nothing changes', async () => {
    const { putStore, putExternalSecret, clock, get, statusWrites } = await aWorld();
    await putStore('fake', { user: 'ada' });
    await putExternalSecret('db', reading('fake', 'user'));
    await putExternalSecret('broken', reading('fake', 'absent'));
    await clock.settle();
    const versions = async () =>
      Promise.all(
        [
          get(EXTERNAL_SECRETS, 'db'),
          get(EXTERNAL_SECRETS, 'broken'),
          get(SECRET_STORES, 'fake'),
          get(SECRETS, 'db'),
        ].map(async (object) => metaOf(await object).resourceVersion),
      );
    const before = await versions();

    await clock.advance(50 * 60_000);

    expect(await versions()).to.deep.equal(before);
    expect(statusWrites.toSorted()).to.deep.equal([
      'externalsecrets team-a/broken',
      'externalsecrets team-a/db',
      'secretstores team-a/fake',
    ]);
  });

  it('leaves the finalizer of one over a store of another class to that one', async () => {
    const { putStore, putExternalSecret, clock, remove, get } = await aWorld();
    const finalizers = [EXTERNAL_SECRET_FINALIZER];
    await putStore('theirs', { user: 'ada' }, { controller: 'somebody-else' });
    await putExternalSecret('db', reading('theirs', 'user'), { finalizers });

    await remove(EXTERNAL_SECRETS, 'db');
    await clock.settle();

    expect(metaOf(await get(EXTERNAL_SECRETS, 'db')).finalizers).to.deep.equal(finalizers);
  });

  it('leaves an ExternalSecret over a store of another class alone', async () => {
    const { putStore, putExternalSecret, clock, get, values } = await aWorld();
    await putStore('theirs', { user: 'ada' }, { controller: 'somebody-else' });
    await putExternalSecret('db', reading('theirs', 'user'));

    await clock.advance(600_000);

    expect(statusOf(await get(EXTERNAL_SECRETS, 'db'))).to.deep.equal({});
    expect(statusOf(await get(SECRET_STORES, 'theirs'))).to.deep.equal({});
    expect(await values('db')).to.equal(undefined);
  });

  it('says what is wrong with a stored object it cannot read', async () => {
    const { putExternalSecret, clock, ready } = await aWorld();

    await putExternalSecret('db', { ...reading('fake', 'user'), data: 'all' });
    await clock.settle();

    const { reason, message } = (await ready(EXTERNAL_SECRETS, 'db'))!;
    expect(reason).to.equal('SecretSyncedError');
    expect(message).to.contain('spec.data');
  });

  it('brings 200 ExternalSecrets to Ready though 50 others fail', async () => {
    const connect = scriptedBackend(({ key }) => {
      if (key.startsWith('bad')) {
        throw new AppError('BACKEND_UNAVAILABLE', 'SecretStore "fake": down');
      }
      return `value of ${key}`;
    });
    const { putStore, putExternalSecret, ready, until, clock } = await aWorld({ connect });
    await putStore('fake', {});
    for (let index = 0; index < 50; index += 1) {
      await putExternalSecret(`bad-${index}`, reading('fake', `bad-${index}`));
    }
    for (let index = 0; index < 200; index += 1) {
      await putExternalSecret(`good-${index}`, reading('fake', `key-${index}`));
    }

    const allReady = await until(async () => {
      const all = await Promise.all(
        Array.from({ length: 200 }, async (_, index) => ready(EXTERNAL_SECRETS, `good-${index}`)),
      );
      return all.every((condition) => condition?.status === 'True');
    });

    expect(allReady).to.equal(true);
    expect(clock.monotonicMs()).to.equal(0);
    expect((await ready(EXTERNAL_SECRETS, 'bad-49'))?.status).to.equal('False');
  });

  it('waits while another replica holds the Lease, and takes over when that one is gone', async () => {
    const lease = { namespace: 'team-a', name: 'sallyport-controller' };
    world = await createControllerWorld({ lease });
    const { put, putStore, putExternalSecret, clock, values, start } = world;
    const spec = { holderIdentity: 'controller-0', leaseDurationSeconds: 15 };
    await put(LEASES, lease.name, { spec });
    await putStore('fake', { user: 'ada' });
    await putExternalSecret('db', reading('fake', 'user'));

    await start();
    await clock.advance(10_000);
    expect(await values('db')).to.equal(undefined);
    await clock.advance(10_000);

    expect(await values('db')).to.deep.equal({ user: 'ada' });
  });

  it('looks at everything again when it leads again, and shows nothing of objects meanwhile', async () => {
    const lease = { namespace: 'team-a', name: 'sallyport-controller' };
    world = await createControllerWorld({ lease });
    const { put, get, putStore, putExternalSecret, clock, ready, start, controller } = world;
    const series = async (): Promise<readonly string[]> => {
      const answer = await fetch(`http://127.0.0.1:${controller.probePort()}/metrics`);
      return (await answer.text()).split('\n').filter((line) => /_condition.*="db"/u.test(line));
    };
    const holder = async (holderIdentity: string): Promise<void> => {
      const { spec } = (await get(LEASES, lease.name))!;
      await put(LEASES, lease.name, { spec: { ...(spec as RawObject), holderIdentity } });
    };
    await putStore('fake', { user: 'ada' });
    await putExternalSecret('db', reading('fake', 'user'));
    await start();
    await clock.advance(1000);
    expect(await series()).to.have.length(2);

    await holder('controller-0');
    await clock.advance(5000);
    expect(await series()).to.deep.equal([]);
    await world.api.patch(
      EXTERNAL_SECRETS,
      { namespace: 'team-a', name: 'db' },
      { status: { conditions: [{ ...(await ready(EXTERNAL_SECRETS, 'db')), status: 'False' }] } },
      { type: 'merge', subresource: 'status', fieldManager: 'controller-0' },
      world.signal,
    );
    await holder('');
    await clock.advance(5000);

    expect((await ready(EXTERNAL_SECRETS, 'db'))?.status).to.equal('True');
    expect(await series()).to.have.length(2);
  });

  it('writes nothing into a namespace that is being deleted', async () => {
    const deletionTimestamp = '2026-01-01T00:00:00Z';
    const between = (api: KubernetesApi): KubernetesApi => ({
      ...api,
      async *watch(resource, options, signal) {
        for await (const event of api.watch(resource, options, signal)) {
          if (resource !== NAMESPACES || event.type === 'synced') {
            yield event;
            continue;
          }
          const metadata = { ...(event.object['metadata'] as RawObject), deletionTimestamp };
          yield { ...event, object: { ...event.object, metadata } };
        }
      },
    });
    const { putStore, putExternalSecret, clock, values, get } = await aWorld({ between });
    await putStore('fake', { user: 'ada' });
    await putExternalSecret('db', reading('fake', 'user'));

    await clock.advance(60_000);

    expect(await values('db')).to.equal(undefined);
    expect(statusOf(await get(EXTERNAL_SECRETS, 'db'))).to.deep.equal({});
  });

  it('serves only the namespaces it was given', async () => {
    const { putStore, putExternalSecret, clock, values } = await aWorld({ namespaces: ['team-b'] });
    await putStore('fake', { user: 'ada' });
    await putExternalSecret('db', reading('fake', 'user'));

    await clock.settle();

    expect(await values('db')).to.equal(undefined);
  });

  it('shows a value in the Secret and nowhere else', async () => {
    let answer = (): string => MARKER;
    const { putStore, putExternalSecret, clock, api, signal, logged, controller } = await aWorld({
      connect: scriptedBackend(() => answer()),
    });
    await putStore('fake', {});
    await putExternalSecret('db', reading('fake', 'user'));
    await putExternalSecret('json', {
      ...reading('fake'),
      data: [{ secretKey: 'a', remoteRef: { key: 'user', property: 'a.b' } }],
    });
    await putExternalSecret('template', {
      ...reading('fake', 'user'),
      target: { template: { data: { a: '{{ .user.deeper }}' } } },
    });
    await clock.advance(5000);
    answer = () => {
      throw new TypeError(`a bug near ${MARKER}`);
    };
    await clock.advance(3_700_000);

    const said = [
      logged(),
      await (await fetch(`http://127.0.0.1:${controller.probePort()}/metrics`)).text(),
      JSON.stringify(await api.list(EXTERNAL_SECRETS, {}, signal)),
      JSON.stringify(
        await api.list(
          { group: '', version: 'v1', plural: 'events', kind: 'Event', namespaced: true },
          {},
          signal,
        ),
      ),
    ].join('\n');
    for (const form of [
      MARKER,
      Buffer.from(MARKER).toString('base64'),
      encodeURIComponent(MARKER),
    ]) {
      expect(said).not.to.contain(form);
    }
    expect(said).to.contain('UpdateFailed');
    expect(said).to.match(
      /"code":"INTERNAL","cause":"[^"]*an unexpected fault[^"]*","at":"at [^"]*test\.ts:\d+/u,
    );
  });
});
