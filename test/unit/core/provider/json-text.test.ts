import { expect } from 'chai';
import fc from 'fast-check';
import { rawMember } from '../../../../core/provider/json-text.ts';

describe('rawMember', () => {
  const cases = [
    ['{"a":1}', 'a', '1'],
    ['{"a":12345678901234567890.10}', 'a', '12345678901234567890.10'],
    [' { "x" : "}" , "a" : { "b" : [1, "]", {}] } } ', 'a', '{ "b" : [1, "]", {}] }'],
    ['{"a":"\\"\\\\","b":null}', 'b', 'null'],
    ['{"\\u0061":true}', 'a', 'true'],
    ['{"a":1,"a":2}', 'a', '2'],
    ['{}', 'a', undefined],
    ['[1]', 'a', undefined],
    ['"a"', 'a', undefined],
  ] as const;
  for (const [text, name, expected] of cases) {
    it(`finds ${String(expected)} under ${name} in ${text}`, () => {
      expect(rawMember(text, name)).to.equal(expected);
    });
  }

  it('gives the text of what JSON.parse gives the value of', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat(4), (object, indent) => {
        const text = JSON.stringify(object, undefined, indent);
        for (const [name, value] of Object.entries(object)) {
          expect(JSON.parse(rawMember(text, name) ?? '')).to.deep.equal(
            JSON.parse(JSON.stringify(value)),
          );
        }
      }),
    );
  });

  it('reads a string of a mebibyte', () => {
    const long = '\\"'.repeat(512 * 1024);

    expect(rawMember(`{"a":"${long}","b":1}`, 'b')).to.equal('1');
  });
});
