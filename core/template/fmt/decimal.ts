/** The digits of a finite number that is not negative: 0.DIGITS × 10^point, without zeros at the end. */
export interface Decimal {
  readonly digits: string;
  readonly point: number;
}

const ZERO: Decimal = { digits: '', point: 0 };

/** The fewest digits that read back as the same number. */
export function shortestDecimal(value: number, bits: 32 | 64): Decimal {
  if (value === 0) {
    return ZERO;
  }
  const [mantissa = '', exponent = '0'] = (
    bits === 64 ? value.toExponential() : shortestOf32(value)
  ).split('e');
  return trimmed(mantissa.replace('.', ''), Number(exponent) + 1);
}

function shortestOf32(value: number): string {
  for (let digits = 0; digits < 9; digits += 1) {
    const text = value.toExponential(digits);
    if (Math.fround(Number(text)) === value) {
      return text;
    }
  }
  return value.toExponential(9);
}

function trimmed(digits: string, point: number): Decimal {
  const kept = digits.replace(/0+$/, '');
  return kept === '' ? ZERO : { digits: kept, point };
}

/** A number taken apart: mantissa × 2^exponent, as its bits have it. */
export interface Binary {
  readonly mantissa: bigint;
  readonly exponent: number;
}

export function binaryOf(value: number, bits: 32 | 64): Binary {
  const view = new DataView(new ArrayBuffer(8));
  if (bits === 32) {
    view.setFloat32(0, value);
    return takeApart(BigInt(view.getUint32(0)), 23n, 8n);
  }
  view.setFloat64(0, value);
  return takeApart(view.getBigUint64(0), 52n, 11n);
}

function takeApart(raw: bigint, mantissaBits: bigint, exponentBits: bigint): Binary {
  const fraction = raw & ((1n << mantissaBits) - 1n);
  const biased = Number((raw >> mantissaBits) & ((1n << exponentBits) - 1n));
  const bias = 2 ** (Number(exponentBits) - 1) - 1 + Number(mantissaBits);
  return biased === 0
    ? { mantissa: fraction, exponent: 1 - bias }
    : { mantissa: fraction | (1n << mantissaBits), exponent: biased - bias };
}

/** Every digit the number has. */
function exactDecimal(value: number): Decimal {
  const { mantissa, exponent } = binaryOf(value, 64);
  if (exponent >= 0) {
    const digits = (mantissa << BigInt(exponent)).toString();
    return trimmed(digits, digits.length);
  }
  const digits = (mantissa * 5n ** BigInt(-exponent)).toString();
  return trimmed(digits, digits.length + exponent);
}

/** The number rounded to so many digits in all, halves to even. */
export function roundToDigits(value: number, count: number): Decimal {
  return value === 0 ? ZERO : rounded(exactDecimal(value), count);
}

/** The number rounded to so many digits after the point, halves to even. */
export function roundToPlaces(value: number, places: number): Decimal {
  if (value === 0) {
    return ZERO;
  }
  const exact = exactDecimal(value);
  return rounded(exact, exact.point + places);
}

function rounded(exact: Decimal, count: number): Decimal {
  const { digits, point } = exact;
  if (count < 0 || count >= digits.length) {
    return exact;
  }
  if (!roundsUp(digits, count)) {
    return trimmed(digits.slice(0, count), point);
  }
  const raised = (BigInt(digits.slice(0, count) || '0') + 1n).toString();
  return trimmed(raised, raised.length > count ? point + 1 : point);
}

function roundsUp(digits: string, count: number): boolean {
  const isHalf = digits[count] === '5' && count + 1 === digits.length;
  return isHalf ? count > 0 && Number(digits[count - 1]) % 2 !== 0 : Number(digits[count]) >= 5;
}
