import { expect } from 'chai';
import { RANDOM } from '../../../../../core/template/functions/random.ts';
import {
  FunctionError,
  type FunctionContext,
  type GoValue,
} from '../../../../../core/template/value/index.ts';

/** Bytes that differ from each other and are the same in every run. */
function contextOf(limit = 1_000_000): FunctionContext {
  let state = 7;
  return {
    budget: {
      spend: () => undefined,
      checkSize: (length) => {
        if (length > limit) {
          throw new RangeError('too long');
        }
      },
    },
    sources: {
      now: () => new Date(0),
      randomBytes: (length) =>
        Uint8Array.from({ length }, () => {
          state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
          return state >> 16;
        }),
    },
  };
}

function call(name: string, args: readonly GoValue[], context = contextOf()): GoValue {
  const found = RANDOM.find((each) => each.name === name);
  expect(found, name).to.not.equal(undefined);
  return found!.call(args, context);
}

function text(value: GoValue): string {
  return typeof value === 'string' ? value : expect.fail('not a text');
}

describe('random functions of templates', () => {
  for (const [name, alphabet] of [
    ['randAlphaNum', /^[0-9A-Za-z]{200}$/],
    ['randAlpha', /^[A-Za-z]{200}$/],
    ['randNumeric', /^[0-9]{200}$/],
    ['randAscii', /^[ -~]{200}$/],
  ] as const) {
    it(`${name} draws from its alphabet, and all of it`, () => {
      expect(call(name, [200n])).to.match(alphabet);
      const long = text(call(name, [20_000n]));
      const all = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));
      const expected = all.filter((each) => alphabet.test(each.repeat(200)));
      expect(new Set(long)).to.have.lengthOf(expected.length);
    });

    it(`${name} gives nothing for a length below 1, and asks before it gives much`, () => {
      expect(call(name, [0n])).to.equal('');
      expect(call(name, [-5n])).to.equal('');
      expect(() => call(name, [11n], contextOf(10))).to.throw(RangeError);
    });
  }

  it('randInt stays below its limit and meets every number', () => {
    const context = contextOf();
    const drawn = Array.from({ length: 300 }, () => call('randInt', [3n, 7n], context));

    expect(new Set(drawn)).to.deep.equal(new Set([3n, 4n, 5n, 6n]));
  });

  it('randInt refuses what leaves no choice, as Go does', () => {
    expect(() => call('randInt', [5n, 5n])).to.throw(FunctionError, 'invalid argument to Intn');
  });

  it('shuffle keeps the characters', () => {
    const shuffled = text(call('shuffle', ['abcdefghij']));

    expect(shuffled).to.not.equal('abcdefghij');
    expect(Array.from(shuffled).sort().join('')).to.equal('abcdefghij');
  });

  it('uuidv4 marks version and variant', () => {
    expect(call('uuidv4', [])).to.match(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });
});
