import {
  isUnknownToGo,
  type ByteString,
  fromRune,
  isLetter,
  isDigit,
  runesOf,
} from '../value/index.ts';

/** Characters whose capital is one character to Go and several to JS: the first of a range and how far the capital is. */
const GREEK_CAPITALS: readonly (readonly [number, number, number])[] = [
  [0x1f80, 0x1f87, 8],
  [0x1f90, 0x1f97, 8],
  [0x1fa0, 0x1fa7, 8],
  [0x1fb3, 0x1fb3, 9],
  [0x1fc3, 0x1fc3, 9],
  [0x1ff3, 0x1ff3, 9],
];

const DOTTED_CAPITAL_I = 0x130;

/** unicode.ToUpper: one character for one character. */
export function upperRune(rune: number): number {
  if (rune < 0x80) {
    return rune >= 0x61 && rune <= 0x7a ? rune - 32 : rune;
  }
  const greek = GREEK_CAPITALS.find(([first, last]) => rune >= first && rune <= last);
  return greek === undefined
    ? single(rune, String.fromCodePoint(rune).toUpperCase())
    : rune + greek[2];
}

/** unicode.ToLower: one character for one character. */
export function lowerRune(rune: number): number {
  if (rune < 0x80) {
    return rune >= 0x41 && rune <= 0x5a ? rune + 32 : rune;
  }
  return rune === DOTTED_CAPITAL_I ? 0x69 : single(rune, String.fromCodePoint(rune).toLowerCase());
}

function single(rune: number, mapped: string): number {
  const code = mapped.codePointAt(0) ?? rune;
  const isSingle = mapped.length === (code > 0xffff ? 2 : 1);
  return isSingle && !isUnknownToGo(code) && !isUnknownToGo(rune) ? code : rune;
}

/** Digraphs have a form of their own for the start of a word. */
const DIGRAPHS: readonly (readonly [number, number, number])[] = [
  [0x1c4, 0x1c6, 0x1c5],
  [0x1c7, 0x1c9, 0x1c8],
  [0x1ca, 0x1cc, 0x1cb],
  [0x1f1, 0x1f3, 0x1f2],
];

/** unicode.ToTitle */
export function titleRune(rune: number): number {
  const digraph = DIGRAPHS.find(([first, last]) => rune >= first && rune <= last);
  if (digraph !== undefined) {
    return digraph[2];
  }
  const isGeorgian = rune >= 0x10d0 && rune <= 0x10ff;
  return isGeorgian ? rune : upperRune(rune);
}

const UPPER = /^\p{Lu}$/u;
const LOWER = /^\p{Ll}$/u;
const TITLE = /^\p{Lt}$/u;
const PUNCTUATION = /^\p{P}$/u;
const NUMBER = /^\p{N}$/u;

export function isUpper(rune: number): boolean {
  return isOf(UPPER, rune);
}

export function isLower(rune: number): boolean {
  return isOf(LOWER, rune);
}

export function isTitle(rune: number): boolean {
  return isOf(TITLE, rune);
}

export function isPunctuation(rune: number): boolean {
  return isOf(PUNCTUATION, rune);
}

export function isNumber(rune: number): boolean {
  return isOf(NUMBER, rune);
}

function isOf(category: RegExp, rune: number): boolean {
  return category.test(String.fromCodePoint(rune)) && !isUnknownToGo(rune);
}

const SPACE = /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/;

/** unicode.IsSpace */
export function isSpace(rune: number): boolean {
  return rune <= 0xffff && SPACE.test(String.fromCharCode(rune));
}

/** Every rune through a mapping; bytes that are not UTF-8 become U+FFFD. */
export function mapRunes(text: ByteString, map: (rune: number) => number): ByteString {
  let mapped = '';
  for (const { rune } of runesOf(text)) {
    mapped += fromRune(map(rune));
  }
  return mapped;
}

/** strings.Title: the first letter of every word as a capital. */
export function titleWords(text: ByteString): ByteString {
  let previous = 0x20;
  return mapRunes(text, (rune) => {
    const starts = isSeparator(previous);
    previous = rune;
    return starts ? titleRune(rune) : rune;
  });
}

function isSeparator(rune: number): boolean {
  if (rune < 0x80) {
    return !/^\w$/.test(String.fromCharCode(rune));
  }
  return !isLetter(rune) && !isDigit(rune) && isSpace(rune);
}
