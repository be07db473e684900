import { expect } from 'chai';
import { toWarnings } from '../../../../webhook/admission/warning.ts';

describe('warnings', () => {
  for (const [given, sent] of [
    ['plain', 'plain'],
    ['a\nb\tc\u0000d', 'a b c d'],
    [' trimmed\n', 'trimmed'],
    ['lone \ud800 surrogate', 'lone \ufffd surrogate'],
    ['x'.repeat(250), 'x'.repeat(250)],
    ['x'.repeat(251), `${'x'.repeat(249)}…`],
    ['😀'.repeat(251), `${'😀'.repeat(249)}…`],
  ] as const) {
    it(`sends ${JSON.stringify(given.slice(0, 20))} (${given.length}) as the API server passes it on`, () => {
      expect(toWarnings([given])).to.deep.equal([sent]);
    });
  }

  it('leaves out what is empty', () => {
    expect(toWarnings(['', '\n'])).to.deep.equal([]);
  });

  it('sends eight at most, the last of which counts the rest', () => {
    const nine = Array.from({ length: 9 }, (_, index) => `w${index}`);

    expect(toWarnings(nine.slice(0, 8))).to.deep.equal(nine.slice(0, 8));
    expect(toWarnings(nine)).to.deep.equal([...nine.slice(0, 7), '… and 2 more warnings']);
  });
});
