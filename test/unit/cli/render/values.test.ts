import { expect } from 'chai';
import { readValues } from '../../../../cli/render/values.ts';

function textsOf(text: string): unknown {
  const read = readValues(text);
  return read.ok
    ? Object.fromEntries(
        [...read.values].map(([key, bytes]) => [key, Buffer.from(bytes).toString('latin1')]),
      )
    : `${read.line}:${read.column}: ${read.message}`;
}

describe('values', () => {
  const cases: readonly (readonly [string, unknown])[] = [
    ['', {}],
    ['# nothing yet\n', {}],
    ['a: x\nb: "1"\n', { a: 'x', b: '1' }],
    [
      'zero: 0644\nfloat: 1e3\nno: no\nnull: null\nempty:\n',
      { zero: '0644', float: '1e3', no: 'no', null: 'null', empty: '' },
    ],
    ['{"a": 1, "b": "x\\ny"}', { a: '1', b: 'x\ny' }],
    ['a: |\n  one\n  two\n', { a: 'one\ntwo\n' }],
    ['a: !!binary AP+A\n', { a: '\u0000\u00ff\u0080' }],
    ['a: {b: c}\n', '1:1: a: a value is text; give a structure as JSON text in quotes'],
    ['x: 1\na: [1]\n', '2:1: a: a value is text; give a structure as JSON text in quotes'],
    ['- a\n', '1:1: values must be a map of keys to texts'],
    ['just text', '1:1: values must be a map of keys to texts'],
    ['a: 1\na: 2\n', '2:1: unreadable YAML: a key is there twice'],
    [
      'a: "hunter2\n',
      '2:1: unreadable YAML: a quote or bracket is not closed, or a colon is missing',
    ],
    [
      'a: !!map x\n',
      '1:4: unreadable YAML: a tag that is not !!binary or !!str, or base64 that is none',
    ],
    ['a: 1\n---\nb: 2\n', '2:1: unreadable YAML: more than one document'],
  ];
  for (const [text, wanted] of cases) {
    it(`of ${JSON.stringify(text)} are ${JSON.stringify(wanted)}`, () => {
      expect(textsOf(text)).to.deep.equal(wanted);
    });
  }
});
