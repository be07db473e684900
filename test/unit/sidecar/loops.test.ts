import { expect } from 'chai';
import { createLoops } from '../../../sidecar/loops.ts';

async function untilAborted(signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
}

describe('createLoops', () => {
  it('reports a loop that breaks while the others go on', async () => {
    const broken: string[] = [];
    const ended: string[] = [];
    const loops = createLoops(
      [
        async () => Promise.reject(new TypeError('our mistake')),
        async (signal) => {
          await untilAborted(signal);
          ended.push('the other');
        },
      ],
      (error) => broken.push(error.code),
    );

    await loops.start(new AbortController().signal);
    await new Promise<void>((resolve) => setImmediate(resolve));
    expect([broken, ended]).to.deep.equal([['INTERNAL'], []]);
    await loops.stop();

    expect([broken, ended]).to.deep.equal([['INTERNAL'], ['the other']]);
  });

  it('does not call an end a fault', async () => {
    const broken: string[] = [];
    const loops = createLoops(
      [
        async (signal) => {
          await untilAborted(signal);
          signal.throwIfAborted();
        },
      ],
      (error) => broken.push(error.code),
    );

    await loops.start(new AbortController().signal);
    await loops.stop();

    expect(broken).to.deep.equal([]);
  });
});
