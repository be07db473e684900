import fc from 'fast-check';

type Text = fc.Arbitrary<string>;

const KEYS = [
  'a',
  'b',
  'c',
  'name',
  'a.b',
  'x|y',
  '*',
  '?',
  '#',
  '@this',
  '0',
  '-1',
  '',
  'é',
  'a b',
  '"',
  '\\',
  'n\n',
  '{',
  '[',
];
const STRINGS = [
  '',
  'x',
  'ab',
  'a*b',
  'é😀',
  '"q"',
  'back\\slash',
  'line\nfeed',
  '1',
  'true',
  '{"a":1}',
  '[1,2]',
  '\u2028',
  '<b>',
];
const NUMBERS = [
  '0',
  '-0',
  '1',
  '2',
  '10',
  '-3',
  '1.50',
  '1e3',
  '1E-2',
  '12345678901234567890',
  '0.1',
  '9007199254740993',
];

const space: Text = fc.constantFrom('', '', '', ' ', '\n', '\t ');
const key: Text = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('a', 'b', 'c', 'name') },
  fc.constantFrom(...KEYS),
);

/** As a JSON text may spell it: plainly, or with escapes that need not be. */
const string: Text = fc.oneof(
  fc.constantFrom(...STRINGS).map((text) => JSON.stringify(text)),
  fc.constantFrom('"\\u0041"', '"\\/"', '"\\ud83d\\ude00"', '"\\ud83d"', '"\\b\\f\\r\\t"'),
);

const value: Text = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'medium' },
    fc.oneof(string, fc.constantFrom(...NUMBERS), fc.constantFrom('true', 'false', 'null')),
    fc
      .array(fc.tuple(key, tie('value'), space), { maxLength: 4 })
      .map(
        (members) =>
          `{${members.map(([name, member, gap]) => `${gap}${JSON.stringify(name)}${gap}:${gap}${member}`).join(',')}}`,
      ),
    fc
      .array(fc.tuple(tie('value'), space), { maxLength: 4 })
      .map((items) => `[${items.map(([item, gap]) => gap + item + gap).join(',')}]`),
  ),
})).value;

/** Mostly an object or a list with something in it, as payloads are; now and then a text that is cut off. */
export const jsonArbitrary: Text = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .array(fc.tuple(key, value), { minLength: 1, maxLength: 5 })
      .map(
        (members) =>
          `{${members.map(([name, member]) => `${JSON.stringify(name)}:${member}`).join(',')}}`,
      ),
  },
  {
    weight: 4,
    arbitrary: fc
      .array(value, { minLength: 1, maxLength: 5 })
      .map((items) => `[${items.join(', ')}]`),
  },
  { weight: 1, arbitrary: value },
  {
    weight: 1,
    arbitrary: fc.array(value, { minLength: 2, maxLength: 3 }).map((lines) => lines.join('\n')),
  },
);

/** A key as a path spells it: what has a meaning behind a backslash. */
const step: Text = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('a', 'b', 'c', 'name', '0', '1', '2', '#') },
  { weight: 1, arbitrary: key.map((name) => name.replace(/[.*?|#@!{}[\]()=<>\\]/gu, '\\$&')) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('*', 'n*', '?', 'na?e', '*e', '-1', '00', '10', '..0', '..#', ''),
  },
);

const operand: Text = fc.oneof(
  string,
  fc.constantFrom(
    ...NUMBERS,
    'true',
    'false',
    'null',
    '~true',
    '~false',
    '~null',
    '~*',
    'a*',
    '"a*"',
    '"?"',
    '',
  ),
);
const operator: Text = fc.constantFrom('==', '=', '!=', '<', '<=', '>', '>=', '%', '!%');

const modifier: Text = fc.constantFrom(
  '@reverse',
  '@this',
  '@keys',
  '@values',
  '@flatten',
  '@flatten:{"deep":true}',
  '@join',
  '@join:{"preserve":true}',
  '@valid',
  '@ugly',
  '@pretty',
  '@pretty:{"sortKeys":true,"indent":"\\t"}',
  '@tostr',
  '@fromstr',
  '@group',
  '@dig:a',
  '@dig:name.0',
  '@nothing',
  '@',
);

export const pathArbitrary: Text = fc.letrec<{
  path: string;
  query: string;
  many: string;
  part: string;
}>((tie) => ({
  query: fc
    .tuple(
      fc.oneof(step, tie('path'), fc.constant('')),
      fc.option(fc.tuple(operator, operand), { nil: undefined }),
      fc.constantFrom('', '#'),
    )
    .map(([path, test, all]) => `#(${path}${test === undefined ? '' : test.join('')})${all}`),
  many: fc.oneof(
    fc.array(tie('path'), { maxLength: 3 }).map((paths) => `[${paths.join(',')}]`),
    fc
      .array(fc.tuple(fc.option(string, { nil: undefined }), tie('path')), { maxLength: 3 })
      .map(
        (members) =>
          `{${members.map(([name, path]) => (name === undefined ? path : `${name}:${path}`)).join(',')}}`,
      ),
  ),
  part: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    { weight: 6, arbitrary: step },
    { weight: 2, arbitrary: modifier },
    { weight: 1, arbitrary: fc.constantFrom('!"x"', '!1', '!true', '!{"a":[1]}', '!') },
    { weight: 2, arbitrary: tie('query') },
    { weight: 1, arbitrary: tie('many') },
  ),
  path: fc
    .array(fc.tuple(tie('part'), fc.constantFrom('.', '.', '.', '|')), {
      minLength: 1,
      maxLength: 4,
    })
    .map((parts) =>
      parts
        .map(([part, separator], index) => (index < parts.length - 1 ? part + separator : part))
        .join(''),
    ),
})).path;
