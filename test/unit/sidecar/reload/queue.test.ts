import { expect } from 'chai';
import { AppError } from '../../../../core/runtime/index.ts';
import { createReloadQueue, type ReloadQueue } from '../../../../sidecar/reload/index.ts';
import type { ReloadQueueDeps } from '../../../../sidecar/reload/queue.ts';
import type { Verification } from '../../../../sidecar/reload/verification.ts';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock.ts';

interface World {
  readonly clock: FakeClock;
  readonly queue: ReloadQueue;
  /** "hook at ms" of each call. */
  readonly calls: string[];
  readonly results: string[];
  /** Hooks that refuse. */
  readonly broken: Set<string>;
}

async function inWorld(
  work: (world: World) => Promise<void>,
  options: Pick<ReloadQueueDeps, 'rollBack' | 'verification'> = {},
): Promise<void> {
  const clock = createFakeClock();
  const calls: string[] = [];
  const results: string[] = [];
  const broken = new Set<string>();
  const stop = new AbortController();
  const hooks = ['first', 'second'].map((name) => ({
    name,
    async notify(): Promise<void> {
      calls.push(`${name} ${clock.monotonicMs()}`);
      if (broken.has(name)) {
        throw new AppError('HOOK_FAILED', 'refused');
      }
    },
  }));
  const queue = createReloadQueue({
    hooks,
    ...options,
    clock,
    random: () => 0.9999999,
    onResult: (hook, error) => results.push(`${hook} ${error?.code ?? 'ok'}`),
  });
  const running = queue.run(stop.signal);
  await work({ clock, queue, calls, results, broken });
  stop.abort();
  await running;
}

describe('createReloadQueue', () => {
  it('calls nobody while nothing changed', async () => {
    await inWorld(async ({ clock, calls }) => {
      await clock.advance(3_600_000);

      expect(calls).to.deep.equal([]);
    });
  });

  it('calls every hook once, in order, for changes that come together', async () => {
    await inWorld(async ({ clock, queue, calls, results }) => {
      await clock.advance(1000);
      queue.add('database');
      await clock.advance(100);
      queue.add('database');
      await clock.advance(10_000);

      expect(calls).to.deep.equal(['first 1350', 'second 1350']);
      expect(results).to.deep.equal(['first ok', 'second ok']);
    });
  });

  it('calls again for a change that comes later', async () => {
    await inWorld(async ({ clock, queue, calls }) => {
      queue.add('database');
      await clock.advance(10_000);
      queue.add('database');
      await clock.advance(10_000);

      expect(calls).to.have.length(4);
    });
  });

  it('does not put off a reload for ever when changes keep coming', async () => {
    await inWorld(async ({ clock, queue, calls }) => {
      for (let turn = 0; turn < 20; turn += 1) {
        queue.add('database');
        await clock.advance(100);
      }

      await clock.advance(1000);

      expect(calls).to.deep.equal(['first 2000', 'second 2000']);
    });
  });

  it('keeps a failed hook pending, and calls only that one again, ever less often', async () => {
    await inWorld(async ({ clock, queue, calls, results, broken }) => {
      broken.add('first');
      queue.add('database');
      await clock.advance(4000);
      broken.delete('first');
      await clock.advance(60_000);

      const seconds = calls.map((call) =>
        call.replace(/[\d.]+$/u, (ms) => (Number(ms) / 1000).toFixed(1)),
      );
      expect(seconds).to.deep.equal([
        'first 0.3',
        'second 0.3',
        'first 1.2',
        'first 3.2',
        'first 7.2',
      ]);
      expect(results.at(-1)).to.equal('first ok');
    });
  });

  it('calls every hook again when files change while one is pending', async () => {
    await inWorld(async ({ clock, queue, calls, broken }) => {
      broken.add('second');
      queue.add('database');
      await clock.advance(500);
      broken.delete('second');
      queue.add('database');
      await clock.advance(60_000);

      expect(calls).to.deep.equal(['first 250', 'second 250', 'first 750', 'second 750']);
    });
  });

  describe('with a verification', () => {
    const refuses = (asked: string[], times: number): Verification => ({
      name: 'verify',
      async check(names) {
        asked.push(names.join(','));
        if (asked.length <= times) {
          throw new AppError('HOOK_FAILED', 'not taken');
        }
      },
    });

    it('asks once all hooks were heard, about every ExternalSecret that changed', async () => {
      const asked: string[] = [];
      await inWorld(
        async ({ clock, queue, broken, results }) => {
          broken.add('second');
          queue.add('database');
          queue.add('cache');
          await clock.advance(300);
          expect(asked).to.deep.equal([]);
          broken.clear();
          await clock.advance(10_000);

          expect(asked).to.deep.equal(['database,cache']);
          expect(results.at(-1)).to.equal('verify ok');
        },
        { verification: refuses(asked, 0) },
      );
    });

    it('calls the hooks again until the application takes the files', async () => {
      const asked: string[] = [];
      await inWorld(
        async ({ clock, queue, calls }) => {
          queue.add('database');
          await clock.advance(60_000);

          expect(asked).to.deep.equal(['database', 'database', 'database']);
          expect(calls.filter((call) => call.startsWith('first'))).to.have.length(3);
        },
        { verification: refuses(asked, 2) },
      );
    });

    it('has the previous files put back where that is wanted, and tells the application once more', async () => {
      const asked: string[] = [];
      const back: string[] = [];
      await inWorld(
        async ({ clock, queue, calls }) => {
          queue.add('database');
          await clock.advance(60_000);

          expect(back).to.deep.equal(['database']);
          expect(asked).to.have.length(1);
          expect(calls.filter((call) => call.startsWith('first'))).to.have.length(2);
        },
        {
          verification: refuses(asked, 9),
          async rollBack(names) {
            back.push(...names);
            return names;
          },
        },
      );
    });

    it('goes on telling it where there is nothing to put back', async () => {
      const asked: string[] = [];
      await inWorld(
        async ({ clock, queue }) => {
          queue.add('database');
          await clock.advance(60_000);

          expect(asked).to.have.length(2);
        },
        { verification: refuses(asked, 1), rollBack: async () => [] },
      );
    });
  });
});
