import type { ByteString } from '../value/index.ts';

const LEAST = -(2n ** 63n);
const GREATEST = 2n ** 63n - 1n;

export interface ParsedInt {
  /** 0 when it is no number; the nearest int64 when it is out of range, as Go answers beside its error. */
  readonly value: bigint;
  readonly ok: boolean;
}

const NO_NUMBER: ParsedInt = { value: 0n, ok: false };
const DIGITS = { 8: /^[0-7]+$/, 10: /^[0-9]+$/ };

/** strconv.ParseInt of 64 bits. */
export function parseInt64(text: ByteString, base: 8 | 10): ParsedInt {
  const { negative, rest } = splitSign(text);
  if (!DIGITS[base].test(rest)) {
    return NO_NUMBER;
  }
  return signed(BigInt(base === 8 ? `0o${rest}` : rest), negative);
}

const LITERAL =
  /^(?:0[xX](?<hex>(?:_?[0-9a-fA-F])+)|0[bB](?<binary>(?:_?[01])+)|0[oO]?(?<octal>(?:_?[0-7])+)|(?<decimal>0|[1-9](?:_?[0-9])*))$/;

/** strconv.ParseInt of 64 bits with base 0: the prefix says the base, underscores may part digits. */
export function parseIntLiteral(text: ByteString): ParsedInt {
  const { negative, rest } = splitSign(text);
  const groups = LITERAL.exec(rest)?.groups;
  if (groups === undefined) {
    return NO_NUMBER;
  }
  const { hex, binary, octal, decimal = '0' } = groups;
  return signed(BigInt(prefixed({ hex, binary, octal, decimal }).replaceAll('_', '')), negative);
}

interface Digits {
  readonly hex: string | undefined;
  readonly binary: string | undefined;
  readonly octal: string | undefined;
  readonly decimal: string;
}

function prefixed({ hex, binary, octal, decimal }: Digits): string {
  if (hex !== undefined) {
    return `0x${hex}`;
  }
  if (binary !== undefined) {
    return `0b${binary}`;
  }
  return octal === undefined ? decimal : `0o${octal}`;
}

function splitSign(text: ByteString): { readonly negative: boolean; readonly rest: ByteString } {
  const signedText = text.startsWith('-') || text.startsWith('+');
  return { negative: text.startsWith('-'), rest: signedText ? text.slice(1) : text };
}

function signed(magnitude: bigint, negative: boolean): ParsedInt {
  const value = negative ? -magnitude : magnitude;
  if (value > GREATEST) {
    return { value: GREATEST, ok: false };
  }
  return value < LEAST ? { value: LEAST, ok: false } : { value, ok: true };
}
