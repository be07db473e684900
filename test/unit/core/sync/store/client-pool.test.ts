import { expect } from 'chai';
import type { SecretsClient } from '../../../../../core/provider/index.ts';
import { AppError, createLogger } from '../../../../../core/runtime/index.ts';
import type { ClientPool, ResolvedStore } from '../../../../../core/sync/index.ts';
import { createClientPool } from '../../../../../core/sync/store/client-pool.ts';
import { createFakeClock, type FakeClock } from '../../../../support/fake-clock.ts';
import { anExternalSecret, faultOf } from '../../../../support/sync-builders.ts';

interface Login {
  readonly number: number;
  readonly answer: (outcome: 'ok' | AppError) => void;
  closed: boolean;
}

interface PoolWorld {
  readonly pool: ClientPool;
  readonly clock: FakeClock;
  readonly logins: Login[];
  /** Logins under way at once at most. */
  readonly peak: () => number;
}

const { signal } = new AbortController();

/** A pool whose logins wait until told; a client's findSecrets answers the login's number. */
function createPoolWorld(): PoolWorld {
  const clock = createFakeClock();
  const logins: Login[] = [];
  let running = 0;
  let peak = 0;
  const log = createLogger({ level: 'error', clock, write: () => {} });

  async function connect(): Promise<SecretsClient> {
    running += 1;
    peak = Math.max(peak, running);
    const number = logins.length + 1;
    const login = await new Promise<Login>((resolve, reject) => {
      const begun: Login = {
        number,
        closed: false,
        answer: (outcome) => {
          if (outcome === 'ok') {
            resolve(begun);
          } else {
            reject(outcome);
          }
        },
      };
      logins.push(begun);
    }).finally(() => {
      running -= 1;
    });
    return {
      async getSecret(ref) {
        return { kind: 'fields', fields: new Map(), version: `${number} ${ref.key}` };
      },
      async findSecrets() {
        return [];
      },
      async checkAccess() {},
      async close() {
        login.closed = true;
      },
    };
  }

  return {
    pool: createClientPool({ connect, clock, log, idleMs: 60_000 }),
    clock,
    logins,
    peak: () => peak,
  };
}

function aStore(generation = 1, namespace = 'team-a', uid = 'uid-store'): ResolvedStore {
  return {
    namespace,
    store: {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ClusterSecretStore',
      metadata: {
        ...anExternalSecret().metadata,
        name: 'store',
        namespace: '',
        uid,
        generation,
      },
      spec: {
        controller: '',
        backend: { name: 'fake', spec: { data: [] } },
        refreshIntervalMs: 0,
        conditions: [],
      },
      status: { conditions: [], capabilities: '' },
    },
  };
}

async function whichLogin(pool: ClientPool, store: ResolvedStore): Promise<string | undefined> {
  return pool.use(
    store,
    async (client) => (await client.getSecret({ key: 'k', content: 'value' }, signal))?.version,
    signal,
  );
}

describe('client pool', () => {
  it('shares one login among all who open at once, and keeps it', async () => {
    const { pool, clock, logins } = createPoolWorld();
    const uses = [whichLogin(pool, aStore()), whichLogin(pool, aStore())];
    await clock.settle();

    logins[0]?.answer('ok');

    expect(await Promise.all(uses)).deep.equal(['1 k', '1 k']);
    expect(await whichLogin(pool, aStore())).equal('1 k');
    expect(logins).length(1);
  });

  it('logs in for each namespace a cluster store is used from', async () => {
    const { pool, clock, logins } = createPoolWorld();
    const uses = [whichLogin(pool, aStore(1, 'a')), whichLogin(pool, aStore(1, 'b'))];
    await clock.settle();
    logins.forEach(({ answer }) => {
      answer('ok');
    });

    expect(await Promise.all(uses)).deep.equal(['1 k', '2 k']);
  });

  for (const [name, changed] of [
    ['changed', aStore(2)],
    ['was made anew', aStore(1, 'team-a', 'uid-other')],
  ] as const) {
    it(`logs in again when the store ${name}, one login after the other, and closes the old session`, async () => {
      const { pool, clock, logins, peak } = createPoolWorld();
      const first = whichLogin(pool, aStore());
      const second = whichLogin(pool, changed);
      await clock.settle();
      expect(logins).length(1);

      logins[0]?.answer('ok');
      expect(await first).equal('1 k');
      await clock.settle();
      logins[1]?.answer('ok');

      expect(await second).equal('2 k');
      await clock.settle();
      expect(logins[0]?.closed).equal(true);
      expect(logins[1]?.closed).equal(false);
      expect(peak()).equal(1);
    });
  }

  it('renews the session once for all whom the backend no longer knows, and runs them again', async () => {
    const { pool, clock, logins } = createPoolWorld();
    let refusals = 0;
    async function use(): Promise<string | undefined> {
      return pool.use(
        aStore(),
        async (client) => {
          const payload = await client.getSecret({ key: 'k', content: 'value' }, signal);
          if (payload?.version === '1 k') {
            refusals += 1;
            throw new AppError('UNAUTHENTICATED', 'token expired');
          }
          return payload?.version;
        },
        signal,
      );
    }
    const uses = [use(), use(), use()];
    await clock.settle();
    logins[0]?.answer('ok');
    await clock.settle();
    logins[1]?.answer('ok');

    expect(await Promise.all(uses)).deep.equal(['2 k', '2 k', '2 k']);
    expect(refusals).equal(3);
    expect(logins).length(2);
    await clock.settle();
    expect(logins[0]?.closed).equal(true);
  });

  it('gives up when the renewed session is refused too', async () => {
    const { pool, clock, logins } = createPoolWorld();
    const used = faultOf(async () =>
      pool.use(
        aStore(),
        async () => {
          throw new AppError('UNAUTHENTICATED', 'token expired');
        },
        signal,
      ),
    );
    await clock.settle();
    logins[0]?.answer('ok');
    await clock.settle();
    logins[1]?.answer('ok');

    expect((await used).code).equal('UNAUTHENTICATED');
    expect(logins).length(2);
  });

  it('gives a refused login to all who wait, and tries anew the next time', async () => {
    const { pool, clock, logins } = createPoolWorld();
    const uses = [1, 2].map(async () => faultOf(async () => whichLogin(pool, aStore())));
    await clock.settle();
    logins[0]?.answer(new AppError('UNAUTHENTICATED', 'login refused'));

    expect((await Promise.all(uses)).map(({ message }) => message)).deep.equal([
      'login refused',
      'login refused',
    ]);
    const next = whichLogin(pool, aStore());
    await clock.settle();
    logins[1]?.answer('ok');
    expect(await next).equal('2 k');
  });

  it('closes a session that lay idle, and not one in use', async () => {
    const { pool, clock, logins } = createPoolWorld();
    const first = whichLogin(pool, aStore(1, 'a'));
    await clock.settle();
    logins[0]?.answer('ok');
    await first;
    await clock.advance(60_001);

    const other = whichLogin(pool, aStore(1, 'b'));
    await clock.settle();
    expect(logins[0]?.closed).equal(true);
    await clock.advance(60_001);
    const third = whichLogin(pool, aStore(1, 'c'));
    await clock.settle();
    logins[1]?.answer('ok');

    expect(await other).equal('2 k');
    logins[2]?.answer('ok');
    expect(await third).equal('3 k');
  });

  it('opens a session anew after an hour, however much it is used', async () => {
    const { pool, clock, logins } = createPoolWorld();
    const first = whichLogin(pool, aStore());
    await clock.settle();
    logins[0]?.answer('ok');
    await first;
    for (let halfMinute = 1; halfMinute < 120; halfMinute += 1) {
      await clock.advance(30_000);
      expect(await whichLogin(pool, aStore())).equal('1 k');
    }

    await clock.advance(30_000);
    const renewed = whichLogin(pool, aStore());
    await clock.settle();
    logins[1]?.answer('ok');

    expect(await renewed).equal('2 k');
    expect(logins[0]?.closed).equal(true);
  });

  it('lets one caller go on abort while the login goes on for the others', async () => {
    const { pool, clock, logins } = createPoolWorld();
    const impatient = new AbortController();
    const gone = faultOf(async () => pool.use(aStore(), async () => 'used', impatient.signal));
    const patient = whichLogin(pool, aStore());
    await clock.settle();
    impatient.abort();
    expect((await gone).code).equal('ABORTED');

    logins[0]?.answer('ok');

    expect(await patient).equal('1 k');
  });

  it('closes every session at the end and opens none after', async () => {
    const { pool, clock, logins } = createPoolWorld();
    const first = whichLogin(pool, aStore());
    await clock.settle();
    logins[0]?.answer('ok');
    await first;

    await pool.close();

    expect(logins[0]?.closed).equal(true);
    expect((await faultOf(async () => whichLogin(pool, aStore()))).code).equal('ABORTED');
  });
});
