import { expect } from 'chai';
import fc from 'fast-check';
import { AppError, backoffMs } from '../../../../core/runtime/index.ts';

const policy = { baseMs: 1000, maxMs: 300_000 };

describe('backoffMs', () => {
  it('doubles until the maximum, with half of each step left to chance', () => {
    const most = [1, 2, 3, 9, 10, 50].map((attempt) => backoffMs(attempt, policy, () => 0.999999));

    expect(most.map(Math.round)).to.deep.equal([1000, 2000, 4000, 256_000, 300_000, 300_000]);
  });

  it('stays between half and all of the step', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempt, chance) => {
          const step = Math.min(300_000, 1000 * 2 ** Math.min(attempt - 1, 30));
          const wait = backoffMs(attempt, policy, () => chance);
          return wait >= step / 2 && wait <= step;
        },
      ),
    );
  });

  it('waits at least as long as the other side asked', () => {
    const error = new AppError('RATE_LIMITED', 'slow down', { retryAfterMs: 42_000 });

    expect(backoffMs(1, policy, () => 0, error)).to.equal(42_000);
  });
});
