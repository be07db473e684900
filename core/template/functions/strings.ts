import { defineFunction, type TemplateFunction } from '../value/index.ts';
import { isSpace, lowerRune, mapRunes, titleWords, upperRune } from './rune-case.ts';
import { repeated } from './repeated.ts';
import { trimSet, trimSpace } from './trim.ts';

/** Sprig's texts: case, trimming, questions, parts. Lengths are bytes. */
export const STRINGS: readonly TemplateFunction[] = [
  ofText('trim', trimSpace),
  ofText('upper', (text) => mapRunes(text, upperRune)),
  ofText('lower', (text) => mapRunes(text, lowerRune)),
  ofText('title', titleWords),
  ofTwo('trimall', (set, text) => trimSet(text, set)),
  ofTwo('trimAll', (set, text) => trimSet(text, set)),
  ofTwo('trimSuffix', (suffix, text) =>
    text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : text,
  ),
  ofTwo('trimPrefix', (prefix, text) =>
    text.startsWith(prefix) ? text.slice(prefix.length) : text,
  ),
  ofTwo('contains', (part, text) => text.includes(part)),
  ofTwo('hasPrefix', (prefix, text) => text.startsWith(prefix)),
  ofTwo('hasSuffix', (suffix, text) => text.endsWith(suffix)),
  ofText('untitle', uncapitalized),
  defineFunction({
    name: 'repeat',
    parameters: ['int', 'string'],
    call: ([count, text], { budget }) => repeated(text, count, budget),
  }),
  defineFunction({
    name: 'plural',
    parameters: ['string', 'string', 'int'],
    call: ([one, many, count]) => (count === 1n ? one : many),
  }),
];

function ofText(name: string, operate: (text: string) => string): TemplateFunction {
  return defineFunction({ name, parameters: ['string'], call: ([text]) => operate(text) });
}

function ofTwo(
  name: string,
  operate: (first: string, second: string) => string | boolean,
): TemplateFunction {
  return defineFunction({
    name,
    parameters: ['string', 'string'],
    call: ([first, second]) => operate(first, second),
  });
}

/** The first letter of every word small. */
function uncapitalized(text: string): string {
  let starts = true;
  return mapRunes(text, (rune) => {
    const isFirst = starts && !isSpace(rune);
    starts = isSpace(rune);
    return isFirst ? lowerRune(rune) : rune;
  });
}
