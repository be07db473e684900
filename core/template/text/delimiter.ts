import type { ByteString } from '../value/index.ts';

/** What actions stand between. */
export interface Delimiters {
  readonly left: ByteString;
  readonly right: ByteString;
}

const RIGHT_TRIM = /[ \t\r\n]-/y;

/** The length of the delimiter that stands at `at`, its trim marker included; 0 when there is none. */
export function rightDelimiterLength(text: ByteString, at: number, right: ByteString): number {
  if (text.startsWith(right, at + 2) && matchesAt(RIGHT_TRIM, text, at)) {
    return right.length + 2;
  }
  return text.startsWith(right, at) ? right.length : 0;
}

export function matchesAt(pattern: RegExp, text: ByteString, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}
