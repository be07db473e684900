import { PassThrough, Readable, Writable } from 'node:stream';
import { expect } from 'chai';
import { answerLines } from '../../../../cli/render/answer-lines.ts';
import { createLineChannel } from '../../../../cli/render/line-channel.ts';
import type { Answer } from '../../../../cli/render/question.ts';

const { signal } = new AbortController();

async function linesOf(
  chunks: readonly (string | Uint8Array)[],
  longest?: number,
): Promise<unknown> {
  const input = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
  const channel = createLineChannel(input, new PassThrough(), longest);
  const lines: unknown[] = [];
  for await (const line of channel.lines(signal)) {
    lines.push(line);
  }
  return lines;
}

describe('lines', () => {
  it('are cut at line ends alone, wherever chunks end', async () => {
    const text = Buffer.from('é\u2028x\ny\r\n\nz');

    const lines = await linesOf([...text].map((byte) => Uint8Array.of(byte)));

    expect(lines).to.deep.equal(['é\u2028x', 'y', '', 'z']);
  });

  it('that are too long are left out, and the next one is read', async () => {
    expect(await linesOf(['12345\n1', '2345', '6\n12\n'], 5)).to.deep.equal([
      '12345',
      undefined,
      '12',
    ]);
  });
});

describe('answers', () => {
  it('come before the next question is there', async () => {
    const input = new PassThrough();
    const output = new PassThrough();
    const channel = createLineChannel(input, output);
    const answer = async (line: string | undefined): Promise<Answer> => ({ line });
    const done = answerLines(channel, answer, signal);
    const answers = output[Symbol.asyncIterator]();

    input.write('one\n\n');
    const first = await answers.next();
    input.end('two');
    const second = await answers.next();
    await done;

    expect([first.value, second.value].map(String)).to.deep.equal([
      '{"line":"one"}\n',
      '{"line":"two"}\n',
    ]);
  });

  it('wait for a slow reader, and questions for them', async () => {
    let asked = 0;
    const waiting: (() => void)[] = [];
    const output = new Writable({
      highWaterMark: 1,
      write: (_chunk, _encoding, next) => void waiting.push(next),
    });
    const input = Readable.from(Array.from({ length: 5 }, () => Buffer.from('q\n')));
    const answer = async (): Promise<Answer> => ({ number: (asked += 1) });
    const done = answerLines(createLineChannel(input, output), answer, signal);
    const settle = async (): Promise<void> => {
      for (let turn = 0; turn < 50; turn += 1) {
        await new Promise(setImmediate);
      }
    };

    await settle();
    const before = asked;
    waiting.shift()?.();
    await settle();
    const after = asked;
    output.destroy();
    await done;

    expect([before, after]).to.deep.equal([1, 2]);
  });

  it('end when nobody reads them any longer', async () => {
    let asked = 0;
    const output = new PassThrough();
    const input = new PassThrough();
    const answer = async (): Promise<Answer> => {
      asked += 1;
      output.destroy();
      return {};
    };
    input.write('q\nq\nq\n');

    await answerLines(createLineChannel(input, output), answer, signal);

    expect(asked).to.equal(1);
  });

  it('end when the command is stopped', async () => {
    const stop = new AbortController();
    const channel = createLineChannel(new PassThrough(), new PassThrough());
    const done = answerLines(channel, async () => ({}), stop.signal);

    stop.abort();

    expect(await done.catch(() => 'stopped')).to.equal('stopped');
  });
});
