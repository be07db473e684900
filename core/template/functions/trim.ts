import { type ByteString, runeAt, runesOf } from '../value/index.ts';
import { isSpace } from './rune-case.ts';

/** strings.TrimSpace */
export function trimSpace(text: ByteString): ByteString {
  return trimWhere(text, isSpace);
}

/** strings.Trim: without the characters of the set at both ends. */
export function trimSet(text: ByteString, set: ByteString): ByteString {
  const runes = new Set([...runesOf(set)].map(({ rune }) => rune));
  return trimWhere(text, (rune) => runes.has(rune));
}

function trimWhere(text: ByteString, goes: (rune: number) => boolean): ByteString {
  let start = 0;
  while (start < text.length) {
    const { rune, width } = runeAt(text, start);
    if (!goes(rune)) {
      break;
    }
    start += width;
  }
  let end = text.length;
  while (end > start) {
    const { rune, width } = lastRune(text, end);
    if (!goes(rune)) {
      break;
    }
    end -= width;
  }
  return text.slice(start, end);
}

/** The rune that ends at an offset (utf8.DecodeLastRune). */
function lastRune(text: ByteString, end: number): ReturnType<typeof runeAt> {
  for (let width = 2; width <= 4 && width <= end; width += 1) {
    const last = runeAt(text.slice(0, end), end - width);
    if (last.width === width) {
      return last;
    }
  }
  return runeAt(text.slice(0, end), end - 1);
}
