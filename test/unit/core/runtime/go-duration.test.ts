import { expect } from 'chai';
import { parseGoDuration } from '../../../../core/runtime/index.ts';

describe('parseGoDuration', () => {
  // Each row was printed by Go 1.26: time.ParseDuration(text), in milliseconds; undefined where it refuses.
  const cases: readonly (readonly [string, number | undefined])[] = [
    ['1h', 3_600_000],
    ['1h0m0s', 3_600_000],
    ['1.5h', 5_400_000],
    ['15m', 900_000],
    ['1h15m30.918s', 4_530_918],
    ['0', 0],
    ['+0', 0],
    ['-0', 0],
    ['0s', 0],
    ['-2ms', -2],
    ['+5s', 5000],
    ['.5s', 500],
    ['1.s', 1000],
    ['100us', 0.1],
    ['100µs', 0.1],
    ['100μs', 0.1],
    ['1000000ns', 1],
    ['1d', undefined],
    ['10', undefined],
    ['', undefined],
    ['.', undefined],
    ['-', undefined],
    ['s', undefined],
    ['.s', undefined],
    ['1h 30m', undefined],
    ['1H', undefined],
    ['1,5h', undefined],
    ['9223372036854775808ns', undefined],
    ['2562048h', undefined],
  ];
  for (const [text, expected] of cases) {
    it(`reads ${JSON.stringify(text)} as ${String(expected)} ms`, () => {
      expect(parseGoDuration(text)).to.equal(expected);
    });
  }
});
