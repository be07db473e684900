import { expect } from 'chai';
import { createWorkQueue, type Visit, type WorkQueue } from '../../../controller/queue.ts';
import { AppError } from '../../../core/runtime/index.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';

interface Bench {
  readonly queue: WorkQueue;
  readonly clock: FakeClock;
  /** Seconds at which each key was visited. */
  readonly visits: Map<string, number[]>;
  readonly faults: string[];
  readonly running: () => number;
  readonly stop: () => Promise<void>;
}

function aBench(
  work: (key: string, clock: FakeClock, signal: AbortSignal) => Promise<Visit>,
  concurrency = 8,
): Bench {
  const clock = createFakeClock();
  const visits = new Map<string, number[]>();
  const faults: string[] = [];
  let running = 0;
  const abort = new AbortController();
  const queue = createWorkQueue({
    concurrency,
    backoff: { baseMs: 1000, maxMs: 300_000 },
    clock,
    random: () => 1,
    onFault: (key, error) => faults.push(`${key} ${error.code}`),
    async work(key, signal) {
      visits.set(key, [...(visits.get(key) ?? []), clock.monotonicMs() / 1000]);
      running += 1;
      try {
        return await work(key, clock, signal);
      } finally {
        running -= 1;
      }
    },
  });
  const ended = queue.run(abort.signal);
  return {
    queue,
    clock,
    visits,
    faults,
    running: () => running,
    async stop() {
      abort.abort();
      await ended;
    },
  };
}

const done: Visit = { kind: 'done' };
const refused: Visit = { kind: 'failed', error: new AppError('BACKEND_UNAVAILABLE', 'down') };

describe('createWorkQueue', () => {
  it('visits a key once however often it was added', async () => {
    const bench = aBench(async () => done);

    bench.queue.add('a');
    bench.queue.add('a');
    await bench.clock.settle();

    expect(bench.visits.get('a')).to.deep.equal([0]);
    await bench.stop();
  });

  it('never has two workers on one key, and visits again what was added meanwhile', async () => {
    let most = 0;
    const bench = aBench(async (_key, clock, signal) => {
      most = Math.max(most, bench.running());
      await clock.sleep(5000, signal);
      return done;
    });

    bench.queue.add('a');
    await bench.clock.advance(1000);
    bench.queue.add('a');
    bench.queue.add('a');
    await bench.clock.advance(20_000);

    expect(bench.visits.get('a')).to.deep.equal([0, 5]);
    expect(most).to.equal(1);
    await bench.stop();
  });

  it('runs at most `concurrency` keys at once', async () => {
    const bench = aBench(async (_key, clock, signal) => {
      await clock.sleep(1000, signal);
      return done;
    }, 3);

    for (const key of ['a', 'b', 'c', 'd', 'e']) {
      bench.queue.add(key);
    }
    await bench.clock.settle();

    expect(bench.running()).to.equal(3);
    expect(bench.queue.depth()).to.equal(2);
    await bench.clock.advance(5000);
    expect([...bench.visits.values()].flat()).to.deep.equal([0, 0, 0, 1, 1]);
    await bench.stop();
  });

  it('visits again when a visit asks for it', async () => {
    const bench = aBench(async () => ({ kind: 'again', afterMs: 60_000 }));

    bench.queue.add('a');
    await bench.clock.advance(150_000);

    expect(bench.visits.get('a')).to.deep.equal([0, 60, 120]);
    await bench.stop();
  });

  it('visits at once what is added while it waits, and not again when it would have been due', async () => {
    const answers: Visit[] = [{ kind: 'again', afterMs: 60_000 }];
    const bench = aBench(async () => answers.shift() ?? done);
    bench.queue.add('a');
    await bench.clock.advance(5000);

    bench.queue.add('a');
    await bench.clock.advance(120_000);

    expect(bench.visits.get('a')).to.deep.equal([0, 5]);
    await bench.stop();
  });

  it('backs off per key: 1 s, 2 s, 4 s … 5 min', async () => {
    const bench = aBench(async () => refused);

    bench.queue.add('a');
    await bench.clock.advance(1_200_000);

    expect(bench.visits.get('a')).to.deep.equal([0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 811, 1111]);
    await bench.stop();
  });

  it('starts over after a success', async () => {
    const answers: Visit[] = [refused, refused, { kind: 'again', afterMs: 10_000 }, refused, done];
    const bench = aBench(async () => answers.shift() ?? done);

    bench.queue.add('a');
    await bench.clock.advance(60_000);

    expect(bench.visits.get('a')).to.deep.equal([0, 1, 3, 13, 14]);
    await bench.stop();
  });

  it('waits at least as long as the backend asked', async () => {
    const limited = new AppError('RATE_LIMITED', 'slow down', { retryAfterMs: 30_000 });
    const bench = aBench(async () => ({ kind: 'failed', error: limited }));

    bench.queue.add('a');
    await bench.clock.advance(45_000);

    expect(bench.visits.get('a')).to.deep.equal([0, 30]);
    await bench.stop();
  });

  it('does not let failing keys delay good ones', async () => {
    const bench = aBench(async (key) => (key.startsWith('bad') ? refused : done), 1);
    for (let index = 0; index < 500; index += 1) {
      bench.queue.add(`bad-${index}`);
    }
    await bench.clock.advance(600);

    bench.queue.add('good');
    await bench.clock.settle();

    expect(bench.visits.get('good')).to.deep.equal([0.6]);
    await bench.stop();
  });

  it('reports a visit that threw and backs off', async () => {
    const bench = aBench(async () => Promise.reject(new TypeError('a bug')));

    bench.queue.add('a');
    await bench.clock.advance(2000);

    expect(bench.faults).to.deep.equal(['a INTERNAL', 'a INTERNAL']);
    await bench.stop();
  });

  it('starts nothing after the signal and ends with the last visit', async () => {
    const bench = aBench(async (_key, clock, signal) => {
      await clock.sleep(5000, signal);
      return done;
    }, 1);
    bench.queue.add('a');
    bench.queue.add('b');
    await bench.clock.settle();

    await bench.stop();

    expect([...bench.visits.keys()]).to.deep.equal(['a']);
    expect(bench.running()).to.equal(0);
  });
});
