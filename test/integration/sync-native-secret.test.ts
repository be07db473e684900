import { expect } from 'chai';
import { createSyncWorld, textsOf } from '../support/sync-world.ts';

describe('sync into the native Secret', () => {
  it('makes a Secret of two plain values, named like the ExternalSecret', async () => {
    const world = await createSyncWorld();
    await world.putStore('store', [
      { key: 'db', value: 'one' },
      { key: 'api', value: 'two' },
    ]);
    const externalSecret = await world.putExternalSecret('app', {
      secretStoreRef: { name: 'store' },
      data: [
        { secretKey: 'db', remoteRef: { key: 'db' } },
        { secretKey: 'api', remoteRef: { key: 'api' } },
      ],
    });

    const outcome = await world.sync.sync(externalSecret, world.signal);

    expect(outcome.kind).equal('synced');
    expect(textsOf(await world.secret('app'))).deep.equal({ db: 'one', api: 'two' });
  });
});
