import { expect } from 'chai';
import type { ExternalSecret, RawObject } from '../../core/api/index.ts';
import { SECRETS } from '../../core/kube/index.ts';
import { AppError } from '../../core/runtime/index.ts';
import { dataHash } from '../../core/sync/data-hash.ts';
import { isTargetValid, reportOutcome } from '../../core/sync/index.ts';
import { faultOf } from '../support/sync-builders.ts';
import { createSyncWorld, type SyncWorld, textsOf } from '../support/sync-world.ts';

const HAND = { fieldManager: 'kubectl-edit' };
const MANAGED = 'reconcile.external-secrets.io/managed';
const CREATED_BY = 'reconcile.external-secrets.io/created-by';
const DATA_HASH = 'reconcile.external-secrets.io/data-hash';

interface Metadata {
  readonly uid: string;
  readonly resourceVersion: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly RawObject[];
  readonly finalizers?: readonly string[];
}

async function metadataOf(world: SyncWorld, name = 'app'): Promise<Metadata> {
  const secret = await world.secret(name);
  return secret?.raw['metadata'] as Metadata;
}

function one(key = 'db', secretKey = key): RawObject {
  return { secretKey, remoteRef: { key } };
}

function specOf(target: RawObject, ...keys: readonly string[]): RawObject {
  return { secretStoreRef: { name: 'store' }, target, data: keys.map((key) => one(key)) };
}

async function worldWith(
  values: Readonly<Record<string, string>>,
  orphanSearch?: 'list' | 'binding',
): Promise<SyncWorld> {
  const world = await createSyncWorld(orphanSearch);
  await putValues(world, values);
  return world;
}

async function putValues(
  world: SyncWorld,
  values: Readonly<Record<string, string>>,
): Promise<void> {
  await world.putStore(
    'store',
    Object.entries(values).map(([key, value]) => ({ key, value })),
  );
}

async function createSecret(
  world: SyncWorld,
  body: RawObject,
  metadata: RawObject = {},
): Promise<void> {
  const object = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'app', namespace: 'team-a', ...metadata },
    ...body,
  };
  await world.api.create(SECRETS, object, HAND, world.signal);
}

async function editSecret(world: SyncWorld, patch: RawObject, name = 'app'): Promise<void> {
  const options = { ...HAND, type: 'merge' } as const;
  await world.api.patch(SECRETS, { namespace: 'team-a', name }, patch, options, world.signal);
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

async function syncNow(world: SyncWorld, externalSecret: ExternalSecret): Promise<string> {
  const outcome = await world.sync.sync(externalSecret, world.signal);
  return outcome.kind === 'synced' ? `synced${outcome.changed ? ' changed' : ''}` : outcome.kind;
}

describe('creationPolicy Owner', () => {
  it('makes a Secret with the data, the marks and the owner ESO gives it', async () => {
    const world = await worldWith({ db: 'one' });
    const externalSecret = await world.putExternalSecret('app', specOf({}, 'db'), {
      labels: { team: 'a' },
      annotations: {
        note: 'n',
        'kubectl.kubernetes.io/last-applied-configuration': '{}',
      },
    });

    const how = await syncNow(world, externalSecret);

    const secret = await world.secret('app');
    const metadata = await metadataOf(world);
    expect(how).equal('synced changed');
    expect(textsOf(secret)).deep.equal({ db: 'one' });
    expect(secret?.type).equal('Opaque');
    expect(metadata.labels).deep.equal({
      team: 'a',
      [MANAGED]: 'true',
      // Go: sha3.Sum224([]byte("team-a/app"))
      [CREATED_BY]: 'c95ab3945b22b5a0ca794e8ae4509f00cea935954bd860ac3ce1ea15',
    });
    expect(metadata.annotations).deep.equal({
      note: 'n',
      [DATA_HASH]: dataHash(secret?.data ?? new Map()),
    });
    expect(metadata.ownerReferences).deep.equal([
      {
        apiVersion: 'external-secrets.io/v1',
        kind: 'ExternalSecret',
        name: 'app',
        uid: externalSecret.metadata.uid,
        controller: true,
        blockOwnerDeletion: true,
      },
    ]);
    expect(isTargetValid(externalSecret, secret?.raw)).equal(true);
  });

  it('writes nothing the second time', async () => {
    const world = await worldWith({ db: 'one' });
    const externalSecret = await world.putExternalSecret('app', specOf({}, 'db'));
    await syncNow(world, externalSecret);
    const before = (await metadataOf(world)).resourceVersion;

    const how = await syncNow(world, externalSecret);

    expect(how).equal('synced');
    expect((await metadataOf(world)).resourceVersion).equal(before);
  });

  it('follows a value that was rotated, and drops a key no longer asked for', async () => {
    const world = await worldWith({ db: 'one', api: 'x' });
    await syncNow(world, await world.putExternalSecret('app', specOf({}, 'db', 'api')));
    await putValues(world, { db: 'two', api: 'x' });

    await syncNow(world, await world.putExternalSecret('app', specOf({}, 'db')));

    expect(textsOf(await world.secret('app'))).deep.equal({ db: 'two' });
  });

  it('sees an edit by hand as drift and puts it back', async () => {
    const world = await worldWith({ db: 'one' });
    const externalSecret = await world.putExternalSecret('app', specOf({}, 'db'));
    await syncNow(world, externalSecret);
    await editSecret(world, { data: { db: base64('hand'), extra: base64('hand') } });
    expect(isTargetValid(externalSecret, (await world.secret('app'))?.raw)).equal(false);

    const how = await syncNow(world, externalSecret);

    expect(how).equal('synced changed');
    expect(textsOf(await world.secret('app'))).deep.equal({ db: 'one' });
  });

  it('makes a deleted Secret again', async () => {
    const world = await worldWith({ db: 'one' });
    const externalSecret = await world.putExternalSecret('app', specOf({}, 'db'));
    await syncNow(world, externalSecret);
    const ref = { namespace: 'team-a', name: 'app' };
    await world.api.delete(SECRETS, ref, {}, world.signal);

    await syncNow(world, externalSecret);

    expect(textsOf(await world.secret('app'))).deep.equal({ db: 'one' });
  });

  it('keeps labels others set and takes away its own that are no longer wanted', async () => {
    const world = await worldWith({ db: 'one' });
    const first = await world.putExternalSecret('app', specOf({}, 'db'), {
      labels: { old: '1', kept: '1' },
      annotations: { note: 'old' },
    });
    await syncNow(world, first);
    await editSecret(world, { metadata: { labels: { foreign: 'f' } } });
    const { old: _, ...labels } = { old: '1', kept: '1' };
    const second = {
      ...first,
      metadata: { ...first.metadata, labels, annotations: {} },
    };

    await syncNow(world, second);

    const metadata = await metadataOf(world);
    expect(Object.keys(metadata.labels ?? {}).toSorted()).deep.equal(
      ['foreign', 'kept', MANAGED, CREATED_BY].toSorted(),
    );
    expect(Object.keys(metadata.annotations ?? {})).deep.equal([DATA_HASH]);
  });

  it('adopts a Secret nobody controls', async () => {
    const world = await worldWith({ db: 'one' });
    await createSecret(world, { data: { mine: base64('m') }, type: 'Opaque' });

    await syncNow(world, await world.putExternalSecret('app', specOf({}, 'db')));

    expect(textsOf(await world.secret('app'))).deep.equal({ db: 'one' });
    expect((await metadataOf(world)).ownerReferences).length(1);
  });

  for (const [kind, apiVersion, message] of [
    [
      'ExternalSecret',
      'external-secrets.io/v1',
      'target is owned by another ExternalSecret: secret is owned by another ExternalSecret: other',
    ],
    [
      'Certificate',
      'cert-manager.io/v1',
      'failed to take ownership of target secret: could not set controller reference on secret: it is controlled by Certificate "other"',
    ],
  ] as const) {
    it(`leaves alone a Secret another ${kind} controls`, async () => {
      const world = await worldWith({ db: 'one' });
      const owner = { apiVersion, kind, name: 'other', uid: 'u', controller: true };
      await createSecret(world, { data: { a: base64('a') } }, { ownerReferences: [owner] });
      const externalSecret = await world.putExternalSecret('app', specOf({}, 'db'));

      const fault = await faultOf(async () => syncNow(world, externalSecret));

      expect(fault.code).equal('SINK_CONFLICT');
      expect(fault.message).contain(message);
      expect(textsOf(await world.secret('app'))).deep.equal({ a: 'a' });
    });
  }

  it('deletes every Secret it made under earlier names, and no other', async () => {
    const world = await worldWith({ db: 'one' });
    await syncNow(world, await world.putExternalSecret('neighbour', specOf({}, 'db')));
    await syncNow(world, await world.putExternalSecret('app', specOf({ name: 'first' }, 'db')));
    await syncNow(world, await world.putExternalSecret('app', specOf({ name: 'second' }, 'db')));

    // The pass that wrote the second one broke off before its status was written.
    const third = await world.putExternalSecret('app', specOf({ name: 'third' }, 'db'));
    await syncNow(world, { ...third, status: { ...third.status, binding: { name: 'first' } } });

    expect(await world.secret('first')).equal(undefined);
    expect(await world.secret('second')).equal(undefined);
    expect(textsOf(await world.secret('third'))).deep.equal({ db: 'one' });
    expect(textsOf(await world.secret('neighbour'))).deep.equal({ db: 'one' });
  });

  it('lists no Secrets while the name of its target stays', async () => {
    const world = await worldWith({ db: 'one' });

    await syncNow(world, await world.putExternalSecret('app', specOf({}, 'db')));

    expect(world.listed()).deep.equal([]);
  });

  for (const orphanSearch of ['list', 'binding'] as const) {
    it(`searching by ${orphanSearch} deletes what the status is bound to, if it was made here`, async () => {
      const world = await worldWith({ db: 'one' }, orphanSearch);
      const first = await world.putExternalSecret('app', specOf({ name: 'first' }, 'db'));
      await syncNow(world, first);
      await createSecret(world, { data: { mine: base64('m') } }, { name: 'by-hand' });
      const second = await world.putExternalSecret('app', specOf({ name: 'second' }, 'db'));
      const boundTo = (name: string): ExternalSecret => ({
        ...second,
        status: { ...second.status, binding: { name } },
      });

      await syncNow(world, boundTo('by-hand'));
      await syncNow(world, boundTo('first'));

      expect(await world.secret('first')).equal(undefined);
      expect(textsOf(await world.secret('by-hand'))).deep.equal({ mine: 'm' });
      expect(textsOf(await world.secret('second'))).deep.equal({ db: 'one' });
    });
  }

  it('searching by binding lists no Secrets', async () => {
    const world = await worldWith({ db: 'one' }, 'binding');
    const externalSecret = await world.putExternalSecret('app', specOf({}, 'db'));
    const bound = { ...externalSecret.status, binding: { name: 'earlier' } };

    await syncNow(world, { ...externalSecret, status: bound });

    expect(world.listed()).deep.equal([]);
  });

  it('says what to do where the type would have to change', async () => {
    const world = await worldWith({ db: 'one' });
    await syncNow(world, await world.putExternalSecret('app', specOf({}, 'db')));
    const template = { type: 'example.com/token' };
    const externalSecret = await world.putExternalSecret('app', specOf({ template }, 'db'));

    const fault = await faultOf(async () => syncNow(world, externalSecret));

    expect(fault.code).equal('SINK_CONFLICT');
    expect(fault.message).equal(
      'could not update secret: Secret "app" has type Opaque, which cannot be changed to example.com/token; delete the Secret, or give spec.target.name another name',
    );
  });

  it('writes under a hashed field manager where the name is too long', async () => {
    const world = await worldWith({ db: 'one' });
    const name = 'a-name-that-makes-the-field-manager-longer-than-63';
    await syncNow(world, await world.putExternalSecret(name, specOf({}, 'db')));

    const metadata = (await world.secret(name))?.raw['metadata'] as RawObject;
    const managers = (metadata['managedFields'] as readonly RawObject[]).map(
      ({ manager }) => manager,
    );

    expect(managers).deep.equal([
      // Go: sha3.Sum224([]byte("a-name-that-makes-the-field-manager-longer-than-63"))
      'externalsecrets.external-secrets.io/sha3/92867eb87d1de03ab26bc538605878f2002f49c0e5a39a7f737ebe16',
    ]);
  });
});

describe('creationPolicy Orphan, Merge, CreateOrMerge and None', () => {
  it('Orphan makes a Secret nobody owns', async () => {
    const world = await worldWith({ db: 'one' });

    await syncNow(
      world,
      await world.putExternalSecret('app', specOf({ creationPolicy: 'Orphan' }, 'db')),
    );

    const metadata = await metadataOf(world);
    expect(metadata.ownerReferences ?? []).deep.equal([]);
    expect(metadata.labels).deep.equal({ [MANAGED]: 'true' });
  });

  it('takes its ownership back when the policy changes from Owner', async () => {
    const world = await worldWith({ db: 'one' });
    await syncNow(world, await world.putExternalSecret('app', specOf({}, 'db')));

    await syncNow(
      world,
      await world.putExternalSecret('app', specOf({ creationPolicy: 'Orphan' }, 'db')),
    );

    const metadata = await metadataOf(world);
    expect(metadata.ownerReferences ?? []).deep.equal([]);
    expect(metadata.labels).not.have.property(CREATED_BY);
  });

  it('Merge does not make a Secret', async () => {
    const world = await worldWith({ db: 'one' });
    const externalSecret = await world.putExternalSecret(
      'app',
      specOf({ creationPolicy: 'Merge' }, 'db'),
    );

    expect(await syncNow(world, externalSecret)).equal('target-missing');
    expect(await world.secret('app')).equal(undefined);
  });

  for (const creationPolicy of ['Merge', 'CreateOrMerge']) {
    it(`${creationPolicy} keeps what others set and takes away its own stale keys`, async () => {
      const world = await worldWith({ db: 'one', api: 'x' });
      await createSecret(world, { data: { foreign: base64('f') } });
      await syncNow(
        world,
        await world.putExternalSecret('app', specOf({ creationPolicy }, 'db', 'api')),
      );
      expect(textsOf(await world.secret('app'))).deep.equal({ foreign: 'f', db: 'one', api: 'x' });

      const changed = await world.putExternalSecret('app', specOf({ creationPolicy }, 'db'));
      await syncNow(world, changed);

      expect(textsOf(await world.secret('app'))).deep.equal({ foreign: 'f', db: 'one' });
      expect(isTargetValid(changed, (await world.secret('app'))?.raw)).equal(true);
      expect(await syncNow(world, changed)).equal('synced');
    });
  }

  it('CreateOrMerge makes a Secret nobody owns', async () => {
    const world = await worldWith({ db: 'one' });

    await syncNow(
      world,
      await world.putExternalSecret('app', specOf({ creationPolicy: 'CreateOrMerge' }, 'db')),
    );

    expect(textsOf(await world.secret('app'))).deep.equal({ db: 'one' });
    expect((await metadataOf(world)).ownerReferences ?? []).deep.equal([]);
  });

  it('None writes no Secret', async () => {
    const world = await worldWith({ db: 'one' });
    const externalSecret = await world.putExternalSecret(
      'app',
      specOf({ creationPolicy: 'None' }, 'db'),
    );

    expect(await syncNow(world, externalSecret)).equal('synced');
    expect(await world.secret('app')).equal(undefined);
  });
});

describe('deletionPolicy', () => {
  it('Delete deletes the Secret when all remote secrets are gone', async () => {
    const world = await worldWith({ db: 'one', api: 'x' });
    const externalSecret = await world.putExternalSecret(
      'app',
      specOf({ deletionPolicy: 'Delete' }, 'db', 'api'),
    );
    await syncNow(world, externalSecret);
    await putValues(world, { other: 'o' });

    expect(await syncNow(world, externalSecret)).equal('deleted');
    expect(await world.secret('app')).equal(undefined);
    expect(await syncNow(world, externalSecret)).equal('deleted');
  });

  it('Delete leaves out one remote secret that is gone and lists it', async () => {
    const world = await worldWith({ db: 'one' });
    const externalSecret = await world.putExternalSecret(
      'app',
      specOf({ deletionPolicy: 'Delete' }, 'db', 'gone'),
    );

    const outcome = await world.sync.sync(externalSecret, world.signal);

    expect(textsOf(await world.secret('app'))).deep.equal({ db: 'one' });
    expect(reportOutcome(externalSecret, outcome, world.clock.now()).events[0]?.message).equal(
      'secret does not exist at provider using spec.data[1] (key: gone)',
    );
  });

  it('Delete does not touch a Secret this ExternalSecret did not make', async () => {
    const world = await worldWith({ other: 'o' });
    await createSecret(world, { data: { mine: base64('m') } });
    const externalSecret = await world.putExternalSecret(
      'app',
      specOf({ deletionPolicy: 'Delete' }, 'gone'),
    );

    const fault = await faultOf(async () => syncNow(world, externalSecret));

    expect(fault.message).equal(
      'could not delete secret: Secret "app" was not made by this ExternalSecret',
    );
    expect(textsOf(await world.secret('app'))).deep.equal({ mine: 'm' });
  });

  it('Delete refuses where the Secret is not owned', async () => {
    const world = await worldWith({ other: 'o' });
    const externalSecret = await world.putExternalSecret(
      'app',
      specOf({ deletionPolicy: 'Delete', creationPolicy: 'Orphan' }, 'gone'),
    );

    const fault = await faultOf(async () => syncNow(world, externalSecret));

    expect(fault.message).equal(
      'could not delete secret: unable to delete secret app: creationPolicy=Orphan is not Owner',
    );
  });

  it('Retain keeps the Secret and fails where a remote secret is gone', async () => {
    const world = await worldWith({ db: 'one' });
    const externalSecret = await world.putExternalSecret('app', specOf({}, 'db'));
    await syncNow(world, externalSecret);
    await putValues(world, { other: 'o' });

    const fault = await faultOf(async () => syncNow(world, externalSecret));

    expect(fault.code).equal('SECRET_MISSING');
    expect(textsOf(await world.secret('app'))).deep.equal({ db: 'one' });
  });

  it('Retain keeps the Secret where find no longer matches', async () => {
    const world = await worldWith({ db: 'one' });
    const externalSecret = await world.putExternalSecret('app', {
      secretStoreRef: { name: 'store' },
      dataFrom: [{ find: { name: { regexp: '^db' } } }],
    });
    await syncNow(world, externalSecret);
    await putValues(world, { other: 'o' });

    expect(await syncNow(world, externalSecret)).equal('retained');
    expect(textsOf(await world.secret('app'))).deep.equal({ db: 'one' });
  });

  it('Merge takes the missing keys away and keeps the Secret', async () => {
    const world = await worldWith({ db: 'one' });
    await createSecret(world, { data: { foreign: base64('f') } });
    const externalSecret = await world.putExternalSecret(
      'app',
      specOf({ deletionPolicy: 'Merge', creationPolicy: 'Merge' }, 'db'),
    );
    await syncNow(world, externalSecret);
    await putValues(world, { other: 'o' });

    await syncNow(world, externalSecret);

    expect(textsOf(await world.secret('app'))).deep.equal({ foreign: 'f' });
  });
});

describe('target.immutable', () => {
  it('makes an immutable Secret and does not render into it again', async () => {
    const world = await worldWith({ db: 'one' });
    const externalSecret = await world.putExternalSecret('app', specOf({ immutable: true }, 'db'));
    await syncNow(world, externalSecret);
    await putValues(world, { db: 'two' });

    const how = await syncNow(world, externalSecret);

    const secret = await world.secret('app');
    expect(how).equal('synced');
    expect(secret?.immutable).equal(true);
    expect(textsOf(secret)).deep.equal({ db: 'one' });
  });

  it('of the live Secret alone: metadata is brought up to date, and the pass fails', async () => {
    const world = await worldWith({ db: 'one' });
    await syncNow(world, await world.putExternalSecret('app', specOf({ immutable: true }, 'db')));
    await putValues(world, { db: 'two' });
    const externalSecret = await world.putExternalSecret(
      'app',
      specOf({ immutable: false }, 'db'),
      { labels: { late: '1' } },
    );

    const fault = await faultOf(async () => syncNow(world, externalSecret));

    expect(fault.message).contain(
      'could not update secret, target is immutable: secret is immutable: app',
    );
    expect((await metadataOf(world)).labels).have.property('late', '1');
    expect(textsOf(await world.secret('app'))).deep.equal({ db: 'one' });
  });
});

describe('a lost race', () => {
  it('is tried again with what the other writer left', async () => {
    const world = await worldWith({ db: 'one' });
    const externalSecret = await world.putExternalSecret('app', specOf({}, 'db'));
    await syncNow(world, externalSecret);
    await putValues(world, { db: 'two' });
    world.beforeNextReplace(async () => {
      await editSecret(world, { metadata: { labels: { foreign: 'f' } } });
    });

    await syncNow(world, externalSecret);

    expect(textsOf(await world.secret('app'))).deep.equal({ db: 'two' });
    expect((await metadataOf(world)).labels).have.property('foreign', 'f');
  });

  it('that never ends is SINK_FAILED', async () => {
    const world = await worldWith({ db: 'one' });
    const externalSecret = await world.putExternalSecret('app', specOf({}, 'db'));
    await syncNow(world, externalSecret);
    await putValues(world, { db: 'two' });
    world.failWrites(new AppError('KUBE_CONFLICT', 'the object has been modified'));

    const fault = await faultOf(async () => syncNow(world, externalSecret));

    expect(fault.code).equal('SINK_FAILED');
    expect(fault.message).equal('could not update secret: the object has been modified');
  });
});
