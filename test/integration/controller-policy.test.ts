import { expect } from 'chai';
import type { RawObject } from '../../core/api/index.ts';
import { NAMESPACES, SECRET_ACCESS_POLICIES } from '../../core/kube/index.ts';
import {
  CLUSTER_SECRET_STORES,
  type ControllerWorld,
  createControllerWorld,
  EXTERNAL_SECRETS,
  NAMESPACE,
  reading,
} from '../support/controller-world.ts';

/** Namespaces that carry team=a may read what lies under their own name. */
const OWN_KEYS_ONLY = {
  spec: {
    validationActions: ['Deny'],
    stores: [{ kind: 'ClusterSecretStore', names: ['shared'] }],
    rules: [
      {
        name: 'own-keys',
        namespaces: { selector: { matchLabels: { team: 'a' } } },
        keys: { allow: ['{{namespace}}/**'] },
      },
    ],
  },
};

function from(store: string, key: string, spec: RawObject = {}): RawObject {
  return {
    secretStoreRef: { kind: 'ClusterSecretStore', name: store },
    refreshInterval: '1h',
    data: [{ secretKey: 'password', remoteRef: { key } }],
    ...spec,
  };
}

describe('the controller and policies', () => {
  let world: ControllerWorld;

  beforeEach(async () => {
    world = await createControllerWorld();
    await world.put(NAMESPACES, NAMESPACE, { metadata: { labels: { team: 'a' } } });
    const data = ['team-a/db', 'team-b/db'].map((key) => ({ key, value: `value of ${key}` }));
    await world.put(CLUSTER_SECRET_STORES, 'shared', { spec: { provider: { fake: { data } } } });
    await world.start();
  });
  afterEach(async () => world.stop());

  async function readiness(name: string): Promise<string> {
    const ready = await world.ready(EXTERNAL_SECRETS, name);
    return `${ready?.status}: ${ready?.message}`;
  }
  async function isReady(name: string, status: 'True' | 'False'): Promise<boolean> {
    return world.until(async () => (await world.ready(EXTERNAL_SECRETS, name))?.status === status);
  }

  it('syncs what a policy allows, and refuses the rest with its reason', async () => {
    await world.put(SECRET_ACCESS_POLICIES, 'own', OWN_KEYS_ONLY);
    await world.putExternalSecret('mine', from('shared', 'team-a/db'));
    await world.putExternalSecret('theirs', from('shared', 'team-b/db'));

    expect(await isReady('mine', 'True')).to.equal(true);
    expect(await isReady('theirs', 'False')).to.equal(true);
    const text = await readiness('theirs');
    expect(text).to.include('refused by policy: spec.data[0].remoteRef.key');
    expect(text).to.include('"team-b/db"').and.to.include('namespace team-a');
    expect(await world.values('theirs')).to.equal(undefined);
  });

  it('judges what was there before the policy as soon as the policy comes, and keeps what was delivered', async () => {
    await world.putExternalSecret('theirs', from('shared', 'team-b/db'));
    expect(await isReady('theirs', 'True')).to.equal(true);

    await world.put(SECRET_ACCESS_POLICIES, 'own', OWN_KEYS_ONLY);

    expect(await isReady('theirs', 'False')).to.equal(true);
    expect(await world.values('theirs')).to.deep.equal({ password: 'value of team-b/db' });
  });

  it('goes on once the policy is gone, or the namespace has the label it wants', async () => {
    await world.put(NAMESPACES, NAMESPACE, { metadata: { labels: {} } });
    await world.put(SECRET_ACCESS_POLICIES, 'own', OWN_KEYS_ONLY);
    await world.putExternalSecret('mine', from('shared', 'team-a/db'));
    await world.putExternalSecret('theirs', from('shared', 'team-b/db'));
    expect(await isReady('mine', 'False')).to.equal(true);

    await world.put(NAMESPACES, NAMESPACE, { metadata: { labels: { team: 'a' } } });
    expect(await isReady('mine', 'True')).to.equal(true);
    expect(await isReady('theirs', 'False')).to.equal(true);

    await world.remove(SECRET_ACCESS_POLICIES, 'own');
    expect(await isReady('theirs', 'True')).to.equal(true);
  });

  it('does not stop a delivery for a constraint, which admission judges', async () => {
    const spec = {
      ...OWN_KEYS_ONLY.spec,
      constraints: { externalSecret: { minRefreshInterval: '24h' } },
    };
    await world.put(SECRET_ACCESS_POLICIES, 'own', { spec });
    await world.putExternalSecret('mine', from('shared', 'team-a/db'));
    expect(await isReady('mine', 'True')).to.equal(true);
  });

  it('keeps SecretStores of the namespace out of a policy for another store', async () => {
    await world.put(SECRET_ACCESS_POLICIES, 'own', OWN_KEYS_ONLY);
    await world.putStore('fake', { user: 'ada' });
    await world.putExternalSecret('good', reading('fake', 'user'));
    expect(await isReady('good', 'True')).to.equal(true);
  });
});
