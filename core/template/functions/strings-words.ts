import { defineFunction, fromRune, type TemplateFunction } from '../value/index.ts';
import {
  isLower,
  isSpace,
  isTitle,
  isUpper,
  lowerRune,
  mapRunes,
  titleRune,
  upperRune,
} from './rune-case.ts';
import { lowerWords, pascalCase } from './word-case.ts';
import { wrapped } from './wrap.ts';

/** Sprig's texts by words: camelcase and its kin, swapcase, initials, nospace, wrap. */
export const WORD_STRINGS: readonly TemplateFunction[] = [
  ofText('camelcase', pascalCase),
  ofText('snakecase', (text) => lowerWords(text, '_')),
  ofText('kebabcase', (text) => lowerWords(text, '-')),
  ofText('swapcase', swapCase),
  ofText('initials', initials),
  ofText('nospace', withoutSpace),
  defineFunction({
    name: 'wrap',
    parameters: ['int', 'string'],
    call: ([width, text], { budget }) =>
      wrapped(text, { width: Number(width), lineBreak: '\n', cutsWords: false }, budget),
  }),
  defineFunction({
    name: 'wrapWith',
    parameters: ['int', 'string', 'string'],
    call: ([width, lineBreak, text], { budget }) =>
      wrapped(
        text,
        { width: Number(width), lineBreak: lineBreak === '' ? '\n' : lineBreak, cutsWords: true },
        budget,
      ),
  }),
];

function ofText(name: string, operate: (text: string) => string): TemplateFunction {
  return defineFunction({ name, parameters: ['string'], call: ([text]) => operate(text) });
}

function swapCase(text: string): string {
  let afterSpace = true;
  return mapRunes(text, (rune) => {
    if (isUpper(rune) || isTitle(rune)) {
      afterSpace = false;
      return lowerRune(rune);
    }
    if (!isLower(rune)) {
      afterSpace = isSpace(rune);
      return rune;
    }
    const starts = afterSpace;
    afterSpace = false;
    return starts ? titleRune(rune) : upperRune(rune);
  });
}

/** The first byte of every word, each byte taken for a character. */
function initials(text: string): string {
  let afterSpace = true;
  let letters = '';
  for (const byte of Buffer.from(text, 'latin1')) {
    if (!isSpace(byte) && afterSpace) {
      letters += fromRune(byte);
    }
    afterSpace = isSpace(byte);
  }
  return letters;
}

/** Each byte is taken for a character where there is anything to take out. */
function withoutSpace(text: string): string {
  const bytes = [...Buffer.from(text, 'latin1')];
  const kept = bytes.filter((byte) => !isSpace(byte));
  return kept.length === bytes.length ? text : kept.map(fromRune).join('');
}
