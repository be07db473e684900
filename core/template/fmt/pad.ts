import { type ByteString, runeCount } from '../value/index.ts';
import type { Flags } from './flags.ts';

/** The padding bytes themselves; zeros only to the left. */
export function padding(count: number, flags: Flags): ByteString {
  return count <= 0 ? '' : (flags.zero && !flags.minus ? '0' : ' ').repeat(count);
}

/** The text brought to the width asked for, which counts runes. */
export function pad(text: ByteString, flags: Flags): ByteString {
  if (flags.width === undefined) {
    return text;
  }
  const spaces = padding(flags.width - runeCount(text), flags);
  return flags.minus ? text + spaces : spaces + text;
}

export function padWithSpaces(text: ByteString, flags: Flags): ByteString {
  return pad(text, { ...flags, zero: false });
}
