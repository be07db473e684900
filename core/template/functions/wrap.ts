import type { Budget, ByteString } from '../value/index.ts';

interface Wrapping {
  /** In bytes; less than 1 is 1. */
  readonly width: number;
  readonly lineBreak: ByteString;
  /** Whether a word longer than the width is cut. */
  readonly cutsWords: boolean;
}

/** The text with line breaks at spaces; spaces at the start of a line go, those at its end stay. */
export function wrapped(text: ByteString, wrapping: Wrapping, budget: Budget): ByteString {
  const width = Math.max(wrapping.width, 1);
  let output = '';
  let offset = 0;
  while (text.length - offset > width) {
    if (text[offset] === ' ') {
      offset += 1;
      continue;
    }
    const line = nextLine(text, offset, { ...wrapping, width });
    output += text.slice(offset, line.end) + (line.isLast ? '' : wrapping.lineBreak);
    budget.spend(1);
    budget.checkSize(output.length);
    offset = line.next;
  }
  return output + text.slice(offset);
}

interface Line {
  readonly end: number;
  /** Where the next one starts. */
  readonly next: number;
  readonly isLast: boolean;
}

function nextLine(text: ByteString, offset: number, wrapping: Wrapping): Line {
  const limit = offset + wrapping.width;
  const space = text.slice(offset, limit + 1).lastIndexOf(' ') + offset;
  if (space >= offset) {
    return { end: space, next: space + 1, isLast: false };
  }
  if (wrapping.cutsWords) {
    return { end: limit, next: limit, isLast: false };
  }
  const later = text.indexOf(' ', limit);
  return later < 0
    ? { end: text.length, next: text.length, isLast: true }
    : { end: later, next: later + 1, isLast: false };
}
