import { expect } from 'chai';
import { createWakeIndex } from '../../../controller/wake-index.ts';
import type { RawObject } from '../../../core/api/index.ts';

function anExternalSecret(metadata: RawObject = {}, spec: RawObject = {}): RawObject {
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name: 'db', namespace: 'team-a', uid: '1', generation: 1, ...metadata },
    spec: {
      secretStoreRef: { kind: 'SecretStore', name: 'vault' },
      data: [
        { secretKey: 'a', remoteRef: { key: 'a' } },
        {
          secretKey: 'b',
          remoteRef: { key: 'b' },
          sourceRef: { storeRef: { kind: 'ClusterSecretStore', name: 'shared' } },
        },
      ],
      ...spec,
    },
  };
}

describe('createWakeIndex', () => {
  const changes: readonly (readonly [string, RawObject, boolean])[] = [
    ['generation', { generation: 2 }, true],
    ['a label', { labels: { a: 'b' } }, true],
    ['an annotation', { annotations: { 'external-secrets.io/force-sync': '1' } }, true],
    ['the finalizers', { finalizers: ['x/y'] }, true],
    ['the deletion time', { deletionTimestamp: '2026-01-01T00:00:00Z' }, true],
    ['the uid', { uid: '2' }, true],
    ['the resourceVersion alone', { resourceVersion: '7' }, false],
  ];
  for (const [what, metadata, wakes] of changes) {
    it(`${wakes ? 'wakes' : 'does not wake'} when ${what} changes`, () => {
      const index = createWakeIndex();
      index.put(anExternalSecret());

      expect(index.put(anExternalSecret(metadata))).to.equal(wakes);
    });
  }

  it('does not wake for a status', () => {
    const index = createWakeIndex();
    index.put(anExternalSecret());

    expect(index.put({ ...anExternalSecret(), status: { refreshTime: 'now' } })).to.equal(false);
  });

  it('finds by target, by each store and by namespace', () => {
    const index = createWakeIndex();
    index.put(anExternalSecret({}, { target: { name: 'creds' } }));

    expect(index.ofTarget({ namespace: 'team-a', name: 'creds' })).to.deep.equal(['team-a/db']);
    expect(index.ofTarget({ namespace: 'team-a', name: 'db' })).to.deep.equal([]);
    expect(index.ofTarget({ namespace: 'team-b', name: 'creds' })).to.deep.equal([]);
    const own = { kind: 'SecretStore', namespace: 'team-a', name: 'vault' } as const;
    const shared = { kind: 'ClusterSecretStore', namespace: '', name: 'shared' } as const;
    expect(index.ofStore(own)).to.deep.equal(['team-a/db']);
    expect(index.ofStore({ ...own, namespace: 'team-b' })).to.deep.equal([]);
    expect(index.ofStore(shared)).to.deep.equal(['team-a/db']);
    expect(index.ofNamespace('team-a')).to.deep.equal(['team-a/db']);
  });

  it('forgets where it led before a change, and everything of what is gone', () => {
    const index = createWakeIndex();
    index.put(anExternalSecret());
    index.put(anExternalSecret({ generation: 2 }, { target: { name: 'creds' } }));
    expect(index.ofTarget({ namespace: 'team-a', name: 'db' })).to.deep.equal([]);

    index.remove({ namespace: 'team-a', name: 'db' });

    expect(index.ofTarget({ namespace: 'team-a', name: 'creds' })).to.deep.equal([]);
    expect(index.ofNamespace('team-a')).to.deep.equal([]);
  });

  it('finds one that cannot be read by its own name', () => {
    const index = createWakeIndex();
    index.put(anExternalSecret({}, { data: 'all' }));

    expect(index.ofTarget({ namespace: 'team-a', name: 'db' })).to.deep.equal(['team-a/db']);
  });
});
