import { expect } from 'chai';
import type { RawObject } from '../../../../core/api/index.ts';
import {
  apiVersionOf,
  CLUSTER_SECRET_STORES,
  type KubernetesApi,
  NAMESPACES,
  type ObjectWatcher,
  type Resource,
  SECRET_ACCESS_CONFIGS,
  SECRET_ACCESS_POLICIES,
  SECRET_STORES,
} from '../../../../core/kube/index.ts';
import { createMemoryApi } from '../../../../core/kube/memory/index.ts';
import { AppError, createLogger } from '../../../../core/runtime/index.ts';
import { createSnapshot, type Snapshot } from '../../../../webhook/snapshot/snapshot.ts';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock.ts';

const OPTIONS = { fieldManager: 'test' };

interface Stage {
  readonly api: KubernetesApi;
  readonly clock: FakeClock;
  readonly snapshot: Snapshot;
  changes: number;
  /** Thrown by the watch of a kind, by plural. */
  readonly faults: Map<string, AppError>;
  readonly put: (resource: Resource, object: RawObject) => Promise<void>;
  readonly start: () => Promise<void>;
}

describe('snapshot', () => {
  let end: AbortController;

  beforeEach(() => {
    end = new AbortController();
  });
  afterEach(() => {
    end.abort();
  });

  function setUp(): Stage {
    const clock = createFakeClock();
    const api = createMemoryApi({ clock });
    const faults = new Map<string, AppError>();
    const watcher: ObjectWatcher = {
      async *watch(resource, options, signal) {
        const fault = faults.get(resource.plural);
        if (fault !== undefined) {
          throw fault;
        }
        yield* api.watch(resource, options, signal);
      },
    };
    const stage: Stage = {
      api,
      clock,
      faults,
      changes: 0,
      snapshot: createSnapshot({
        watcher,
        clock,
        random: () => 0,
        log: createLogger({ level: 'error', clock, write: () => undefined }),
        onPolicies: () => {
          stage.changes += 1;
        },
      }),
      async put(resource, object) {
        const head = { apiVersion: apiVersionOf(resource), kind: resource.kind };
        await api.create(resource, { ...head, ...object }, OPTIONS, end.signal);
      },
      async start() {
        await stage.snapshot.start(end.signal);
        await clock.settle();
      },
    };
    return stage;
  }

  function policy(name: string, spec: RawObject = {}): RawObject {
    const stores = [{ kind: 'ClusterSecretStore', names: ['prod'] }];
    const rules = [{ name: 'r', keys: { allow: ['**'] } }];
    return { metadata: { name }, spec: { validationActions: ['Deny'], stores, rules, ...spec } };
  }

  const storeSpec = { provider: { fake: { data: [] } } };

  it('says what is missing until every list is in', async () => {
    const { snapshot, start } = setUp();

    const before = snapshot.problem();
    await start();

    expect(before).to.equal('the list of secretstores is not in yet');
    expect(snapshot.problem()).to.equal(undefined);
  });

  it('knows stores, namespaces by their labels, and policies', async () => {
    const { snapshot, start, put } = setUp();
    await put(NAMESPACES, { metadata: { name: 'team-a', labels: { tier: 'gold' } } });
    await put(SECRET_STORES, { metadata: { name: 'own', namespace: 'team-a' }, spec: storeSpec });
    await put(CLUSTER_SECRET_STORES, { metadata: { name: 'prod' }, spec: storeSpec });
    await put(SECRET_ACCESS_POLICIES, policy('p'));
    await start();

    const own = { kind: 'SecretStore', namespace: 'team-a', name: 'own' } as const;
    expect(snapshot.store(own)?.id).to.deep.equal(own);
    expect(snapshot.store({ ...own, namespace: 'team-b' })).to.equal(undefined);
    expect(snapshot.stores('SecretStore', 'team-a').map(({ id }) => id.name)).to.deep.equal([
      'own',
    ]);
    expect(snapshot.stores('SecretStore', 'team-b')).to.deep.equal([]);
    expect(snapshot.stores('ClusterSecretStore', '').map(({ id }) => id.name)).to.deep.equal([
      'prod',
    ]);
    expect(snapshot.namespace('team-a')?.labels).to.include({ tier: 'gold' });
    expect([...snapshot.policies().byName.keys()]).to.deep.equal(['p']);
  });

  it('follows what changes and what goes', async () => {
    const { snapshot, start, put, api, clock } = setUp();
    await put(CLUSTER_SECRET_STORES, { metadata: { name: 'prod' }, spec: storeSpec });
    await put(SECRET_ACCESS_POLICIES, policy('p'));
    await start();

    const ref = { namespace: '', name: 'prod' };
    const labels = { metadata: { labels: { tier: 'gold' } } };
    const merge = { ...OPTIONS, type: 'merge' } as const;
    await api.patch(CLUSTER_SECRET_STORES, ref, labels, merge, end.signal);
    await api.delete(SECRET_ACCESS_POLICIES, { namespace: '', name: 'p' }, {}, end.signal);
    await clock.settle();

    const id = { kind: 'ClusterSecretStore', namespace: '', name: 'prod' } as const;
    expect(snapshot.store(id)?.labels).to.deep.equal({ tier: 'gold' });
    expect(snapshot.policies().byName.size).to.equal(0);
    await api.delete(CLUSTER_SECRET_STORES, ref, {}, end.signal);
    await clock.settle();
    expect(snapshot.store(id)).to.equal(undefined);
  });

  it('keeps the last good version of a policy that no longer compiles in force', async () => {
    const { snapshot, start, put, api, clock } = setUp();
    await put(SECRET_ACCESS_POLICIES, policy('p'));
    await start();
    const good = snapshot.policies().byName.get('p');

    await api.patch(
      SECRET_ACCESS_POLICIES,
      { namespace: '', name: 'p' },
      { spec: { rules: [{ name: 'r', keys: { allow: ['{{nonsense}}'] } }] } },
      { ...OPTIONS, type: 'merge' },
      end.signal,
    );
    await clock.settle();

    expect(snapshot.policies().byName.get('p')).to.equal(good);
    expect(snapshot.policies().problems.map(({ governedBy }) => governedBy)).to.deep.equal([
      'last-good',
    ]);
  });

  it('obeys the settings named cluster and no others', async () => {
    const { snapshot, start, put } = setUp();
    await put(SECRET_ACCESS_CONFIGS, {
      metadata: { name: 'cluster' },
      spec: { ungoverned: 'Deny' },
    });
    await put(SECRET_ACCESS_CONFIGS, { metadata: { name: 'other' }, spec: { ungoverned: 'Warn' } });
    await start();

    expect(snapshot.policies().config.ungoverned).to.equal('Deny');
  });

  it('compiles once for many changes, and anew after the next', async () => {
    const { snapshot, start, put, clock } = setUp();
    await put(SECRET_ACCESS_POLICIES, policy('p'));
    await put(SECRET_ACCESS_POLICIES, policy('q'));
    await start();

    const first = snapshot.policies();
    expect(snapshot.policies()).to.equal(first);
    await put(SECRET_ACCESS_POLICIES, policy('r'));
    await clock.settle();

    expect([...snapshot.policies().byName.keys()]).to.deep.equal(['p', 'q', 'r']);
  });

  it('is ready in a cluster without the policy kinds, and finds them when they are installed', async () => {
    const { snapshot, start, put, clock, faults } = setUp();
    const absent = new AppError('KUBE_NOT_FOUND', 'the server could not find the resource');
    faults.set('secretaccesspolicies', absent);
    faults.set('secretaccessconfigs', absent);
    await start();
    expect(snapshot.problem()).to.equal(undefined);

    faults.clear();
    await put(SECRET_ACCESS_POLICIES, policy('p'));
    await clock.advance(60_000);

    expect([...snapshot.policies().byName.keys()]).to.deep.equal(['p']);
  });

  it('is not ready without the right to list, says which, and tries again', async () => {
    const { snapshot, start, clock, faults } = setUp();
    faults.set('namespaces', new AppError('KUBE_FORBIDDEN', 'namespaces is forbidden'));
    await start();
    const problem = snapshot.problem();

    faults.clear();
    await clock.advance(60_000);

    expect(problem).to.equal('cannot list namespaces: namespaces is forbidden');
    expect(snapshot.problem()).to.equal(undefined);
  });

  it('ends when the process does', async () => {
    const { snapshot, start } = setUp();
    await start();

    end.abort();

    await snapshot.stop();
  });
});
