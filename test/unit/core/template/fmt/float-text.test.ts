import { expect } from 'chai';
import fc from 'fast-check';
import { floatText } from '../../../../../core/template/fmt/index.ts';

describe('floatText', () => {
  const cases = [
    [1e6, 'g', -1, '1e+06'],
    [123456, 'g', -1, '123456'],
    [0.0001, 'g', -1, '0.0001'],
    [0.00001, 'g', -1, '1e-05'],
    [-0, 'g', -1, '-0'],
    [1e23, 'g', -1, '1e+23'],
    [1e23, 'f', 0, '99999999999999991611392'],
    [0.5, 'f', 0, '0'],
    [1.5, 'f', 0, '2'],
    [2.5, 'f', 0, '2'],
    [0.125, 'f', 2, '0.12'],
    [9.995, 'f', 2, '9.99'],
    [99.95, 'g', 3, '100'],
    [5e-324, 'e', 20, '4.94065645841246544177e-324'],
    [1, 'b', -1, '4503599627370496p-52'],
    [1.5, 'x', -1, '0x1.8p+00'],
    [1.999, 'X', 1, '0X1.0P+01'],
    [NaN, 'f', 2, 'NaN'],
    [-Infinity, 'e', 2, '-Inf'],
  ] as const;
  for (const [value, format, precision, text] of cases) {
    it(`writes ${value} as ${text} (%.${precision}${format})`, () => {
      expect(floatText(value, format, precision)).to.equal(text);
    });
  }

  it('writes the shortest digits that read back', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(floatText(value, 'g'))).to.equal(value);
        expect(Number(floatText(value, 'e', 17))).to.equal(value);
      }),
    );
  });
});
