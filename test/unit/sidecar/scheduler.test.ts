import { expect } from 'chai';
import { AppError } from '../../../core/runtime/index.ts';
import { createScheduler, type Scheduler } from '../../../sidecar/scheduler.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { anExternalSecret } from './an-external-secret.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

interface World {
  readonly clock: FakeClock;
  readonly scheduler: Scheduler;
  /** Minutes at which each pass began. */
  readonly passes: { readonly name: string; readonly atMs: number }[];
  readonly faults: string[];
  /** What the next passes throw; undefined is success. */
  readonly outcomes: (AppError | undefined)[];
  readonly times: (name?: string) => readonly number[];
}

async function inWorld(
  work: (world: World) => Promise<void>,
  options: { readonly random?: number; readonly passMs?: number } = {},
): Promise<void> {
  const clock = createFakeClock();
  const passes: World['passes'] = [];
  const faults: string[] = [];
  const outcomes: World['outcomes'] = [];
  const delivered = new Set<string>();
  const stop = new AbortController();
  const scheduler = createScheduler({
    clock,
    random: () => options.random ?? 0.5,
    isDelivered: (name) => delivered.has(name),
    onFault: ({ metadata }, error) => faults.push(`${metadata.name} ${error.code}`),
    async pass({ metadata }, signal) {
      passes.push({ name: metadata.name, atMs: clock.monotonicMs() });
      const outcome = outcomes.shift();
      if (options.passMs !== undefined) {
        await clock.sleep(options.passMs, signal);
      }
      if (outcome !== undefined) {
        throw outcome;
      }
      delivered.add(metadata.name);
    },
  });
  const running = scheduler.run(stop.signal);
  const times: World['times'] = (name = 'database') =>
    passes.filter((pass) => pass.name === name).map(({ atMs }) => atMs);
  await work({ clock, scheduler, passes, faults, outcomes, times });
  stop.abort();
  await running;
}

describe('createScheduler', () => {
  it('passes at once and then by the interval', async () => {
    await inWorld(async ({ clock, scheduler, times }) => {
      scheduler.put(anExternalSecret({ spec: { refreshInterval: '1h' } }));
      await clock.advance(2 * HOUR);

      expect(times()).to.deep.equal([0, HOUR, 2 * HOUR]);
    });
  });

  for (const [random, secondAt] of [
    [0, 0.9 * HOUR],
    [0.999999, 1.1 * HOUR],
  ] as const) {
    it(`stretches the interval by chance, ${random} giving ${secondAt / MINUTE} minutes of 60`, async () => {
      await inWorld(
        async ({ clock, scheduler, times }) => {
          scheduler.put(anExternalSecret({ spec: { refreshInterval: '1h' } }));
          await clock.advance(1.2 * HOUR);

          expect(times()[1]).to.be.closeTo(secondAt, 10);
        },
        { random },
      );
    });
  }

  for (const [what, spec] of [
    ['CreatedOnce', { refreshPolicy: 'CreatedOnce', refreshInterval: '1m' }],
    ['OnChange', { refreshPolicy: 'OnChange', refreshInterval: '1m' }],
    ['a zero interval', { refreshInterval: '0' }],
  ] as const) {
    it(`lets time pass under ${what}`, async () => {
      await inWorld(async ({ clock, scheduler, times }) => {
        scheduler.put(anExternalSecret({ spec }));
        await clock.advance(100 * HOUR);

        expect(times()).to.deep.equal([0]);
      });
    });
  }

  for (const [what, spec, changed, woken] of [
    ['Periodic', { refreshInterval: '100h' }, true, true],
    ['OnChange', { refreshPolicy: 'OnChange' }, true, true],
    ['CreatedOnce', { refreshPolicy: 'CreatedOnce' }, false, false],
    ['a zero interval', { refreshInterval: '0s' }, true, false],
  ] as const) {
    it(`${changed ? 'passes' : 'does not pass'} again under ${what} when the ExternalSecret changes`, async () => {
      await inWorld(async ({ clock, scheduler, times }) => {
        scheduler.put(anExternalSecret({ spec }));
        await clock.advance(MINUTE);
        scheduler.put(anExternalSecret({ spec, metadata: { annotations: { 'force-sync': '1' } } }));
        await clock.settle();

        expect(times()).to.deep.equal(changed ? [0, MINUTE] : [0]);
      });
    });

    it(`${woken ? 'passes' : 'does not pass'} again under ${what} when woken after its delivery`, async () => {
      await inWorld(async ({ clock, scheduler, times }) => {
        scheduler.put(anExternalSecret({ spec }));
        await clock.advance(MINUTE);
        scheduler.wake('database');
        await clock.settle();

        expect(times()).to.deep.equal(woken ? [0, MINUTE] : [0]);
      });
    });
  }

  for (const [what, status, passes] of [
    ['never synced', {}, true],
    ['synced', { refreshTime: '2026-01-01T00:00:00Z', syncedResourceVersion: '1-x' }, false],
  ] as const) {
    it(`${passes ? 'passes' : 'does not pass'} again for a new writer over what is delivered once and was ${what}`, async () => {
      await inWorld(async ({ clock, scheduler, times }) => {
        const once = anExternalSecret({ spec: { refreshPolicy: 'CreatedOnce' } });
        scheduler.put({ ...once, status: { ...once.status, ...status } });
        await clock.advance(MINUTE);
        scheduler.elected('database');
        await clock.settle();

        expect(times()).to.deep.equal(passes ? [0, MINUTE] : [0]);
      });
    });
  }

  it('ignores an update of the status', async () => {
    await inWorld(async ({ clock, scheduler, times }) => {
      scheduler.put(anExternalSecret());
      await clock.advance(MINUTE);
      scheduler.put(anExternalSecret({ metadata: { resourceVersion: '2' } }));
      await clock.settle();

      expect(times()).to.deep.equal([0]);
    });
  });

  it('tries again after 1 s, ever less often, at most every 5 minutes, and then by the interval', async () => {
    await inWorld(
      async ({ clock, scheduler, outcomes, times, faults }) => {
        outcomes.push(
          ...Array.from({ length: 12 }, () => new AppError('BACKEND_UNAVAILABLE', 'down')),
        );
        scheduler.put(anExternalSecret({ spec: { refreshInterval: '1h' } }));
        await clock.advance(2 * HOUR);

        const gaps = times()
          .slice(1)
          .map((atMs, index) => Math.round((atMs - (times()[index] ?? 0)) / 1000));
        expect(gaps.slice(0, 13)).to.deep.equal([
          1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 3960,
        ]);
        expect(faults).to.have.length(12);
      },
      { random: 0.9999999 },
    );
  });

  it('waits as long as the backend asked', async () => {
    await inWorld(async ({ clock, scheduler, outcomes, times }) => {
      outcomes.push(new AppError('RATE_LIMITED', 'slow down', { retryAfterMs: 30_000 }));
      scheduler.put(anExternalSecret());
      await clock.advance(31_000);

      expect(times()).to.deep.equal([0, 30_000]);
    });
  });

  it('waits the longest at once where trying again does not help', async () => {
    await inWorld(
      async ({ clock, scheduler, outcomes, times }) => {
        outcomes.push(new AppError('PROVIDER_UNSUPPORTED', 'not served'));
        scheduler.put(anExternalSecret());
        await clock.advance(6 * MINUTE);

        expect(times()[1]).to.be.closeTo(5 * MINUTE, 10);
      },
      { random: 0.9999999 },
    );
  });

  it('passes again at once when a change comes during a backoff', async () => {
    await inWorld(async ({ clock, scheduler, outcomes, times }) => {
      outcomes.push(new AppError('STORE_NOT_FOUND', 'no store'));
      scheduler.put(anExternalSecret());
      await clock.advance(100);
      scheduler.wake('database');
      await clock.settle();

      expect(times()).to.deep.equal([0, 100]);
    });
  });

  it('makes one pass at a time, and one more for any number of wishes meanwhile', async () => {
    await inWorld(
      async ({ clock, scheduler, times }) => {
        scheduler.put(anExternalSecret());
        await clock.advance(100);
        scheduler.wakeAll();
        scheduler.wake('database');
        scheduler.wakeAll();
        await clock.advance(10_000);

        expect(times()).to.deep.equal([0, 1000]);
      },
      { passMs: 1000 },
    );
  });

  it('passes several ExternalSecrets side by side', async () => {
    await inWorld(
      async ({ clock, scheduler, times }) => {
        scheduler.put(anExternalSecret());
        scheduler.put(anExternalSecret({ metadata: { name: 'api' } }));
        await clock.settle();

        expect([times('database'), times('api')]).to.deep.equal([[0], [0]]);
        await clock.advance(5000);
      },
      { passMs: 5000 },
    );
  });

  it('makes no pass for an ExternalSecret that is gone, until it is back', async () => {
    await inWorld(async ({ clock, scheduler, times }) => {
      scheduler.put(anExternalSecret({ spec: { refreshInterval: '1m' } }));
      await clock.advance(1000);
      scheduler.remove('database');
      await clock.advance(HOUR);
      expect(times()).to.deep.equal([0]);

      scheduler.put(anExternalSecret({ spec: { refreshInterval: '1m' } }));
      await clock.settle();

      expect(times()).to.deep.equal([0, HOUR + 1000]);
    });
  });

  it('forgets no change that comes during a pass that fails', async () => {
    await inWorld(
      async ({ clock, scheduler, outcomes, times }) => {
        scheduler.put(anExternalSecret({ spec: { refreshInterval: '1m' } }));
        await clock.advance(MINUTE);
        outcomes.push(new AppError('BACKEND_UNAVAILABLE', 'down'));
        await clock.advance(1100);
        const once = { refreshInterval: '0' };
        scheduler.put(anExternalSecret({ spec: once, metadata: { generation: 2 } }));
        await clock.advance(MINUTE);

        expect(times()).to.deep.equal([0, MINUTE + 1000, MINUTE + 2000]);
      },
      { passMs: 1000 },
    );
  });

  it('begins again with a new writer also when something lesser wakes it as well', async () => {
    await inWorld(async ({ clock, scheduler, times }) => {
      scheduler.put(anExternalSecret({ spec: { refreshPolicy: 'CreatedOnce' } }));
      await clock.advance(MINUTE);
      scheduler.elected('database');
      scheduler.wake('database');
      await clock.settle();

      expect(times()).to.deep.equal([0, MINUTE]);
    });
  });

  it('puts drift back whatever the policy, once', async () => {
    await inWorld(async ({ clock, scheduler, times }) => {
      scheduler.put(anExternalSecret({ spec: { refreshPolicy: 'CreatedOnce' } }));
      await clock.advance(MINUTE);
      scheduler.drifted('database');
      await clock.advance(HOUR);

      expect(times()).to.deep.equal([0, MINUTE]);
    });
  });

  it('waits with one made anew until the last pass of the one that was deleted is over', async () => {
    await inWorld(
      async ({ clock, scheduler, times }) => {
        scheduler.put(anExternalSecret());
        await clock.advance(100);
        scheduler.remove('database');
        scheduler.put(anExternalSecret({ metadata: { uid: 'another' } }));
        await clock.advance(10_000);

        expect(times()).to.deep.equal([0, 1000]);
      },
      { passMs: 1000 },
    );
  });

  it('asks a backend once a second at most', async () => {
    await inWorld(async ({ clock, scheduler, times }) => {
      scheduler.put(anExternalSecret({ spec: { refreshInterval: '1ms' } }));
      await clock.advance(3000);

      expect(times()).to.deep.equal([0, 1000, 2000, 3000]);
    });
  });

  it('ends a pass that is under way when stopped, without calling it a fault', async () => {
    const seen: string[] = [];
    await inWorld(
      async ({ clock, scheduler, faults }) => {
        scheduler.put(anExternalSecret());
        await clock.settle();
        seen.push(...faults);
      },
      { passMs: 1000 },
    );

    expect(seen).to.deep.equal([]);
  });
});
