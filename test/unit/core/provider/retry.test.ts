import { expect } from 'chai';
import { withRetries } from '../../../../core/provider/retry.ts';
import { AppError, type ErrorCode } from '../../../../core/runtime/index.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';

const never = new AbortController().signal;

/** Work that fails so often with this, then answers. */
function failing(
  times: number,
  fault: AppError,
): { work: () => Promise<string>; tries: () => number } {
  let tries = 0;
  return {
    tries: () => tries,
    async work() {
      tries += 1;
      if (tries <= times) {
        throw fault;
      }
      return 'done';
    },
  };
}

describe('retries of a provider', () => {
  const retry = { maxRetries: 2, intervalMs: 1000 };
  const random = (): number => 0.5;

  const waits = [
    [0, [500, 1000]],
    [0.5, [750, 1500]],
  ] as const;
  for (const [draw, [first, second]] of waits) {
    it(`wait ${first} ms and then ${second} ms where chance says ${draw}`, async () => {
      const clock = createFakeClock();
      const { work, tries } = failing(2, new AppError('BACKEND_UNAVAILABLE', 'down'));
      const result = withRetries({ retry, clock, random: () => draw }, work, never);

      await clock.advance(first - 1);
      expect(tries()).to.equal(1);
      await clock.advance(second);
      expect(tries()).to.equal(2);
      await clock.advance(1);

      expect(await result).to.equal('done');
    });
  }

  it('wait as long as the backend asks', async () => {
    const clock = createFakeClock();
    const fault = new AppError('RATE_LIMITED', 'slow down', { retryAfterMs: 5000 });
    const { work, tries } = failing(1, fault);
    const result = withRetries({ retry, clock, random }, work, never);

    await clock.advance(4999);
    expect(tries()).to.equal(1);
    await clock.advance(1);

    expect(await result).to.equal('done');
  });

  const single: readonly (readonly [string, ErrorCode, number | undefined])[] = [
    ['a refusal', 'ACCESS_DENIED', undefined],
    ['a malformed payload', 'PAYLOAD_MALFORMED', undefined],
    ['a wait too long to sit out', 'RATE_LIMITED', 60_000],
  ];
  for (const [name, code, retryAfterMs] of single) {
    it(`do not happen after ${name}`, async () => {
      const fault = new AppError(code, 'no', retryAfterMs === undefined ? {} : { retryAfterMs });
      const { work, tries } = failing(1, fault);

      const error: unknown = await withRetries(
        { retry, clock: createFakeClock(), random },
        work,
        never,
      ).catch((caught: unknown) => caught);

      expect(error).to.equal(fault);
      expect(tries()).to.equal(1);
    });
  }

  it('end when the store’s number is used up', async () => {
    const clock = createFakeClock();
    const { work, tries } = failing(9, new AppError('TIMEOUT', 'late'));
    const result = withRetries({ retry, clock, random }, work, never).catch(() => 'failed');

    await clock.advance(60_000);

    expect(await result).to.equal('failed');
    expect(tries()).to.equal(3);
  });

  it('end at once when stopped', async () => {
    const stop = new AbortController();
    const { work } = failing(9, new AppError('TIMEOUT', 'late'));
    const result = withRetries(
      { retry, clock: createFakeClock(), random },
      work,
      stop.signal,
    ).catch((error: unknown) => (error as Error).name);

    stop.abort();

    expect(await result).to.equal('AbortError');
  });
});
