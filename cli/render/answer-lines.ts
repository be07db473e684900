import type { LineChannel } from './line-channel.ts';
import type { AnswerLine } from './question.ts';

/** Answers line by line, in order, until the input ends or nobody reads the answers. Empty lines are passed over. */
export async function answerLines(
  channel: LineChannel,
  answer: AnswerLine,
  signal: AbortSignal,
): Promise<void> {
  for await (const line of channel.lines(signal)) {
    const isHeard =
      line?.trim() === '' || (await channel.write(JSON.stringify(await answer(line))));
    if (!isHeard) {
      return;
    }
  }
}
