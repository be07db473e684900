import type { Readable, Writable } from 'node:stream';

/** Lines in, lines out, at the pace of the slower side. */
export interface LineChannel {
  /** Each line without its end; undefined stands for one that is too long to be held. */
  lines(signal: AbortSignal): AsyncIterable<string | undefined>;
  /** Resolves when there is room for more: to false when nobody reads any longer. */
  write(line: string): Promise<boolean>;
}

/** Characters of a line. */
const LONGEST = 64 * 1024 * 1024;

/** Splits at "\n" alone: JSON may hold U+2028, which readline takes for the end of a line. */
async function* linesOf(input: Readable, longest: number): AsyncIterable<string | undefined> {
  let parts: string[] = [];
  let length = 0;
  const take = (): string | undefined => {
    const line = length > longest ? undefined : parts.join('').replace(/\r$/, '');
    parts = [];
    length = 0;
    return line;
  };
  const put = (part: string): void => {
    length += part.length;
    if (length <= longest) {
      parts.push(part);
    } else {
      parts = [];
    }
  };
  input.setEncoding('utf8');
  for await (const chunk of input) {
    const [first = '', ...rest] = String(chunk).split('\n');
    put(first);
    for (const part of rest) {
      yield take();
      put(part);
    }
  }
  if (length > 0) {
    yield take();
  }
}

/** Resolves when there is room again, or never will be. */
async function roomIn(output: Writable): Promise<void> {
  await new Promise<void>((resolve) => {
    const settle = (): void => {
      output.off('drain', settle).off('close', settle);
      resolve();
    };
    output.on('drain', settle).on('close', settle);
  });
}

export function createLineChannel(
  input: Readable,
  output: Writable,
  longest = LONGEST,
): LineChannel {
  return {
    lines: (signal) => {
      signal.addEventListener('abort', () => input.destroy(), { once: true });
      return linesOf(input, longest);
    },
    write: async (line) => {
      if (!output.writable) {
        return false;
      }
      if (!output.write(`${line}\n`)) {
        await roomIn(output);
      }
      return output.writable;
    },
  };
}
