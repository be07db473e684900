import { printed, quote } from '../fmt/index.ts';
import {
  type Budget,
  type ByteString,
  defineFunction,
  GoMap,
  type GoValue,
  stringSlice,
  type TemplateFunction,
} from '../value/index.ts';
import { characters, repeated, replacedAll } from './repeated.ts';
import { textOf, textsOf } from './text-of.ts';

/** Sprig's texts put together and taken apart: quote, cat, indent, replace, join, split, toString. */
export const JOINED_STRINGS: readonly TemplateFunction[] = [
  ofMany('quote', (value, budget) => quote(textOf(value, budget))),
  ofMany('squote', (value, budget) => `'${printed(value, budget)}'`),
  ofMany('cat', printed),
  defineFunction({
    name: 'indent',
    parameters: ['int', 'string'],
    call: ([spaces, text], { budget }) => indented(spaces, text, budget),
  }),
  defineFunction({
    name: 'nindent',
    parameters: ['int', 'string'],
    call: ([spaces, text], { budget }) => `\n${indented(spaces, text, budget)}`,
  }),
  defineFunction({
    name: 'replace',
    parameters: ['string', 'string', 'string'],
    call: ([from, to, text], { budget }) => replacedAll(text, { from, to }, budget),
  }),
  defineFunction({
    name: 'toString',
    parameters: ['interface {}'],
    call: ([value], { budget }) => textOf(value, budget),
  }),
  defineFunction({
    name: 'toStrings',
    parameters: ['interface {}'],
    call: ([value], { budget }) => stringSlice(textsOf(value, budget)),
  }),
  defineFunction({
    name: 'join',
    parameters: ['string', 'interface {}'],
    call: ([separator, value], { budget }) => joined(textsOf(value, budget), separator, budget),
  }),
  defineFunction({
    name: 'split',
    parameters: ['string', 'string'],
    call: ([separator, text], { budget }) => numbered(splitText(text, separator, -1, budget)),
  }),
  defineFunction({
    name: 'splitn',
    parameters: ['string', 'int', 'string'],
    call: ([separator, count, text], { budget }) =>
      numbered(splitText(text, separator, Number(count), budget)),
  }),
  defineFunction({
    name: 'splitList',
    parameters: ['string', 'string'],
    call: ([separator, text], { budget }) => stringSlice(splitText(text, separator, -1, budget)),
  }),
];

function ofMany(
  name: string,
  write: (value: GoValue, budget: Budget) => ByteString,
): TemplateFunction {
  return defineFunction({
    name,
    parameters: [],
    variadic: 'interface {}',
    call: (values, { budget }) =>
      values
        .filter((value) => value !== null)
        .map((value) => write(value, budget))
        .join(' '),
  });
}

function indented(spaces: bigint, text: ByteString, budget: Budget): ByteString {
  const pad = repeated(' ', spaces, budget);
  return pad + replacedAll(text, { from: '\n', to: `\n${pad}` }, budget);
}

function joined(texts: readonly ByteString[], separator: ByteString, budget: Budget): ByteString {
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  budget.checkSize(length + Math.max(texts.length - 1, 0) * separator.length);
  return texts.join(separator);
}

/** strings.SplitN: an empty separator gives the characters; the last of `count` parts is all the rest; below 0 is all. */
function splitText(
  text: ByteString,
  separator: ByteString,
  count: number,
  budget: Budget,
): ByteString[] {
  budget.spend(text.length);
  const parts = separator === '' ? characters(text) : text.split(separator);
  if (count < 0 || parts.length <= count) {
    return parts;
  }
  return count === 0 ? [] : [...parts.slice(0, count - 1), parts.slice(count - 1).join(separator)];
}

/** The parts under the keys _0, _1 and so on. */
function numbered(parts: readonly ByteString[]): GoMap {
  return new GoMap('string', new Map(parts.map((part, index) => [`_${index}`, part])));
}
