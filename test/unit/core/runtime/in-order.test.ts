import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import { AppError, mapInOrder } from '../../../../core/runtime/index.ts';
import { faultOf } from '../../../support/sync-builders.ts';

/** Answers later the smaller the number: the last begun is the first done. */
async function answerBackwards(item: number): Promise<number> {
  for (let turn = 10; turn > item; turn -= 1) {
    await setImmediate();
  }
  return item * 10;
}

describe('work in order', () => {
  it('gives results in the order of the items, however they answer', async () => {
    expect(await mapInOrder([1, 2, 3], 3, answerBackwards)).deep.equal([10, 20, 30]);
  });

  it('throws the failure of the earliest item, not of the first to answer', async () => {
    const fault = await faultOf(async () =>
      mapInOrder([1, 2, 3], 3, async (item) => {
        throw new AppError('TIMEOUT', `item ${await answerBackwards(item)}`);
      }),
    );

    expect(fault.message).equal('item 10');
  });

  it('has no more under way than its limit', async () => {
    let running = 0;
    let most = 0;

    await mapInOrder([1, 2, 3, 4, 5], 2, async () => {
      running += 1;
      most = Math.max(most, running);
      await setImmediate();
      running -= 1;
    });

    expect(most).equal(2);
  });

  it('begins nothing more after a failure', async () => {
    const begun: number[] = [];

    await faultOf(async () =>
      mapInOrder([1, 2, 3, 4, 5], 2, async (item) => {
        begun.push(item);
        await setImmediate();
        throw new AppError('TIMEOUT', `item ${item}`);
      }),
    );

    expect(begun).deep.equal([1, 2]);
  });

  it('does nothing with no items', async () => {
    expect(await mapInOrder([], 3, answerBackwards)).deep.equal([]);
  });
});
