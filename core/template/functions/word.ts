import { type ByteString, isLetter, RUNE_ERROR, runeAt } from '../value/index.ts';
import { isNumber, isPunctuation, isSpace, isUpper } from './rune-case.ts';

export type WordKind =
  'none' | 'number' | 'upper' | 'alphabet' | 'connector' | 'punctuation' | 'other';

/** A stretch of characters of one kind; `none` where nothing but wrong bytes is left. */
export interface Word {
  readonly kind: WordKind;
  readonly text: ByteString;
}

/** What stands between words. */
export function isConnector(rune: number): boolean {
  return rune === 0x2d || rune === 0x5f || isSpace(rune);
}

const IDEOGRAPHS: readonly (readonly [number, number])[] = [
  [0x3400, 0x4d85],
  [0x4e00, 0x9fcc],
  [0x20000, 0x2b81d],
];

function isAlphabet(rune: number): boolean {
  return isLetter(rune) && !IDEOGRAPHS.some(([first, last]) => rune >= first && rune <= last);
}

function isSmall(rune: number): boolean {
  return isAlphabet(rune) && !isUpper(rune);
}

const KINDS: readonly (readonly [WordKind, (rune: number) => boolean])[] = [
  ['connector', isConnector],
  ['punctuation', isPunctuation],
  ['upper', isUpper],
  ['alphabet', isAlphabet],
  ['number', isNumber],
];

const CONTINUES: Record<Exclude<WordKind, 'none' | 'upper'>, (rune: number) => boolean> = {
  connector: isConnector,
  punctuation: isPunctuation,
  alphabet: isSmall,
  number: isNumber,
  other: (rune) =>
    !isConnector(rune) && !isAlphabet(rune) && !isNumber(rune) && !isPunctuation(rune),
};

/** The word that begins at an offset. */
export function readWord(text: ByteString, start: number): Word {
  const first = validRune(text, start, RUNE_ERROR);
  const after = start + first.width;
  if (first.rune === RUNE_ERROR) {
    return { kind: 'none', text: text.slice(start, after) };
  }
  const kind = KINDS.find(([, fits]) => fits(first.rune))?.[0] ?? 'other';
  const end =
    kind === 'upper' || kind === 'none'
      ? endOfUpper(text, after, first.rune)
      : stretch(text, { end: after, rune: first.rune, lastWidth: 0 }, CONTINUES[kind]).end;
  return { kind, text: text.slice(start, end) };
}

/** A capital goes with the capitals or the small letters after it; `HTTPStatus` is `HTTP` and `Status`. */
function endOfUpper(text: ByteString, after: number, first: number): number {
  if (after === text.length) {
    return after;
  }
  const second = validRune(text, after, first);
  const end = after + second.width;
  if (isUpper(second.rune)) {
    const capitals = stretch(text, { end, rune: second.rune, lastWidth: second.width }, isUpper);
    const startsWord = capitals.end < text.length && isAlphabet(capitals.rune);
    return startsWord ? capitals.end - capitals.lastWidth : capitals.end;
  }
  if (!isAlphabet(second.rune)) {
    return after;
  }
  return stretch(text, { end, rune: second.rune, lastWidth: 0 }, isSmall).end;
}

interface Stretch {
  readonly end: number;
  /** The last character looked at. */
  readonly rune: number;
  /** How many bytes the last character taken has. */
  readonly lastWidth: number;
}

function stretch(text: ByteString, from: Stretch, fits: (rune: number) => boolean): Stretch {
  let { end, rune, lastWidth } = from;
  while (end < text.length) {
    const next = validRune(text, end, rune);
    rune = next.rune;
    if (!fits(rune)) {
      break;
    }
    end += next.width;
    lastWidth = next.width;
  }
  return { end, rune, lastWidth };
}

/** The next character that is none of the wrong ones, with the width of those before it; `previous` where there is none. */
function validRune(text: ByteString, start: number, previous: number): ReturnType<typeof runeAt> {
  let end = start;
  while (end < text.length) {
    const { rune, width } = runeAt(text, end);
    end += width;
    if (rune !== RUNE_ERROR) {
      return { rune, width: end - start };
    }
  }
  return { rune: previous, width: end - start };
}
