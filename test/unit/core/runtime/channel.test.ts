import { getEventListeners } from 'node:events';
import { expect } from 'chai';
import { createChannel } from '../../../../core/runtime/index.ts';

async function taken(channel: AsyncIterable<string>): Promise<readonly string[]> {
  const items: string[] = [];
  for await (const item of channel) {
    items.push(item);
  }
  return items;
}

describe('createChannel', () => {
  it('hands on in order what came before and what comes while it is read', async () => {
    const channel = createChannel<string>(new AbortController().signal);
    channel.push('a');

    const reading = taken(channel);
    channel.push('b');
    channel.close();
    channel.push('too late');

    expect(await reading).to.deep.equal(['a', 'b']);
  });

  it('ends when its signal aborts, or has aborted', async () => {
    const abort = new AbortController();
    const reading = taken(createChannel<string>(abort.signal));

    abort.abort();

    expect(await reading).to.deep.equal([]);
    expect(await taken(createChannel<string>(abort.signal))).to.deep.equal([]);
  });

  it('leaves nothing on the signal once it is closed', () => {
    const { signal } = new AbortController();

    createChannel<string>(signal).close();

    expect(getEventListeners(signal, 'abort')).to.deep.equal([]);
  });
});
