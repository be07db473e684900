import { expect } from 'chai';
import {
  EXTERNAL_SECRETS,
  type ListOptions,
  type ObjectWatcher,
  SECRET_STORES,
} from '../../../../core/kube/index.ts';
import type { MemoryApi } from '../../../../core/kube/memory/api.ts';
import { createMemoryApi } from '../../../../core/kube/memory/index.ts';
import { AppError, createLogger } from '../../../../core/runtime/index.ts';
import { createDirectSource } from '../../../../sidecar/source/index.ts';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock.ts';
import { rawExternalSecret } from '../an-external-secret.ts';

const BY = { fieldManager: 'test' };
const signal = new AbortController().signal;

interface World {
  readonly api: MemoryApi;
  readonly clock: FakeClock;
  readonly events: string[];
  /** What each watch asked for. */
  readonly watches: ListOptions[];
  /** Watches that go on. */
  readonly open: Set<string>;
  /** Watches of these kinds are refused. */
  readonly refused: Set<string>;
  readonly log: string[];
}

async function inWorld(
  names: readonly string[],
  work: (world: World) => Promise<void>,
  refusedAtFirst: readonly string[] = [],
): Promise<void> {
  const clock = createFakeClock();
  const api = createMemoryApi({ clock });
  const stop = new AbortController();
  const events: string[] = [];
  const watches: ListOptions[] = [];
  const open = new Set<string>();
  const refused = new Set(refusedAtFirst);
  const log: string[] = [];
  const watcher: ObjectWatcher = {
    async *watch(resource, options, until) {
      watches.push(options);
      if (refused.has(resource.kind)) {
        throw new AppError('KUBE_FORBIDDEN', `may not watch ${resource.plural}`);
      }
      const key = `${resource.kind} ${options.fieldSelector ?? ''}`;
      open.add(key);
      try {
        yield* api.watch(resource, options, until);
      } finally {
        open.delete(key);
      }
    },
  };
  const source = createDirectSource({
    watcher,
    clock,
    random: () => 0.5,
    namespace: 'default',
    names,
    log: createLogger({ level: 'debug', clock, write: (line) => log.push(line) }),
  });
  async function collect(): Promise<void> {
    for await (const event of source.events(stop.signal)) {
      events.push(
        event.kind === 'put'
          ? `put ${event.externalSecret.metadata.name}`
          : `${event.kind} ${event.name}${event.kind === 'unreadable' ? ` ${event.error.code}` : ''}`,
      );
    }
  }
  const collecting = collect();
  await work({ api, clock, events, watches, open, refused, log });
  stop.abort();
  await collecting;
}

function store(value: string, name = 'vault'): Record<string, unknown> {
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'SecretStore',
    metadata: { name, namespace: 'default' },
    spec: { provider: { fake: { data: [{ key: 'user', value }] } } },
  };
}

async function patchStore(api: MemoryApi, body: unknown): Promise<void> {
  const ref = { namespace: 'default', name: 'vault' };
  await api.patch(SECRET_STORES, ref, body, { ...BY, type: 'merge' }, signal);
}

describe('createDirectSource', () => {
  it('says which of the named ExternalSecrets there are, and asks for no others', async () => {
    await inWorld(['database', 'api'], async ({ api, clock, events, watches }) => {
      await api.create(EXTERNAL_SECRETS, rawExternalSecret(), BY, signal);
      await clock.settle();

      expect(events).to.have.members(['absent database', 'absent api', 'put database']);
      for (const options of watches) {
        expect(options.namespace).to.equal('default');
        expect(options.fieldSelector).to.match(/^metadata\.name=(?:database|api|vault)$/u);
      }
    });
  });

  it('says when one goes and comes back', async () => {
    await inWorld(['database'], async ({ api, clock, events }) => {
      await api.create(EXTERNAL_SECRETS, rawExternalSecret(), BY, signal);
      await clock.settle();
      const ref = { namespace: 'default', name: 'database' };
      await api.delete(EXTERNAL_SECRETS, ref, {}, signal);
      await api.create(EXTERNAL_SECRETS, rawExternalSecret(), BY, signal);
      await clock.settle();

      expect(events.slice(-3)).to.deep.equal(['put database', 'absent database', 'put database']);
    });
  });

  it('says when a store it uses changes its spec, comes or goes, and not for its status', async () => {
    await inWorld(['database'], async ({ api, clock, events }) => {
      await api.create(EXTERNAL_SECRETS, rawExternalSecret(), BY, signal);
      await clock.settle();
      await api.create(SECRET_STORES, store('a'), BY, signal);
      await clock.settle();
      await patchStore(api, { metadata: { labels: { seen: 'yes' } } });
      await clock.settle();
      await patchStore(api, store('b'));
      await clock.settle();
      await api.create(SECRET_STORES, store('a', 'other'), BY, signal);
      await clock.settle();

      const changes = events.filter((event) => event.startsWith('store-changed'));
      expect(changes).to.deep.equal(['store-changed database', 'store-changed database']);
    });
  });

  it('follows the stores an ExternalSecret names now, not those it named', async () => {
    await inWorld(['database'], async ({ api, clock, events, open }) => {
      await api.create(SECRET_STORES, store('a'), BY, signal);
      await api.create(SECRET_STORES, store('a', 'other'), BY, signal);
      await api.create(EXTERNAL_SECRETS, rawExternalSecret(), BY, signal);
      await clock.settle();
      await api.patch(
        EXTERNAL_SECRETS,
        { namespace: 'default', name: 'database' },
        { spec: { secretStoreRef: { name: 'other' } } },
        { ...BY, type: 'merge' },
        signal,
      );
      await clock.settle();
      await patchStore(api, store('b'));
      await clock.settle();
      expect(events).not.to.include('store-changed database');
      expect([...open]).to.have.members([
        'ExternalSecret metadata.name=database',
        'SecretStore metadata.name=other',
      ]);

      await api.patch(
        SECRET_STORES,
        { namespace: 'default', name: 'other' },
        store('b', 'other'),
        { ...BY, type: 'merge' },
        signal,
      );
      await clock.settle();

      expect(events.at(-1)).to.equal('store-changed database');
    });
  });

  it('says what is wrong with an ExternalSecret it cannot understand', async () => {
    await inWorld(['database'], async ({ api, clock, events }) => {
      await api.create(
        EXTERNAL_SECRETS,
        rawExternalSecret({ spec: { data: 'all of it' } }),
        BY,
        signal,
      );
      await clock.settle();

      expect(events.at(-1)).to.equal('unreadable database SPEC_INVALID');
    });
  });

  it('says that it may not watch, and sees the ExternalSecret once it may', async () => {
    await inWorld(
      ['database'],
      async ({ api, clock, events, refused }) => {
        await api.create(EXTERNAL_SECRETS, rawExternalSecret(), BY, signal);
        await clock.settle();
        await clock.advance(30_000);
        expect(new Set(events)).to.deep.equal(new Set(['unreadable database KUBE_FORBIDDEN']));
        expect(events.length).to.be.within(3, 8);

        refused.clear();
        await clock.advance(60_000);

        expect(events.at(-1)).to.equal('put database');
      },
      ['ExternalSecret'],
    );
  });

  it('goes on without news of stores it may not watch', async () => {
    await inWorld(['database'], async ({ api, clock, events, refused, log }) => {
      refused.add('SecretStore');
      await api.create(EXTERNAL_SECRETS, rawExternalSecret(), BY, signal);
      await clock.settle();

      expect(events.at(-1)).to.equal('put database');
      expect(log.join('')).to.contain('cannot watch a store');
    });
  });
});
