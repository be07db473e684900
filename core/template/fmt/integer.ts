import { type ByteString, fromRune, isPrint, RUNE_ERROR } from '../value/index.ts';
import type { Flags } from './flags.ts';
import { pad, padding, padWithSpaces } from './pad.ts';
import { quoteRune } from './quote.ts';

const BASES: Readonly<Record<string, number>> = { v: 10, d: 10, b: 2, o: 8, O: 8, x: 16, X: 16 };

/** An integer under a verb; undefined when the verb is none for integers. */
export function formatInteger(
  value: bigint,
  verb: ByteString,
  flags: Flags,
  unsigned: boolean,
): ByteString | undefined {
  const base = BASES[verb];
  if (base !== undefined) {
    return verb === 'v' && flags.sharpV && unsigned
      ? formatHex(value, { ...flags, sharp: true })
      : formatDigits(value, base, verb, flags);
  }
  switch (verb) {
    case 'c':
      return pad(fromRune(runeOf(value)), flags);
    case 'q':
      return pad(quoteRune(runeOf(value), flags.plus), flags);
    case 'U':
      return formatUnicode(BigInt.asUintN(64, value), flags);
    default:
      return undefined;
  }
}

/** In hexadecimal, as %#v shows unsigned numbers. */
export function formatHex(value: bigint, flags: Flags): ByteString {
  return formatDigits(value, 16, 'v', flags);
}

function runeOf(value: bigint): number {
  return value < 0n || value > 0x10ffffn ? RUNE_ERROR : Number(value);
}

function formatDigits(value: bigint, base: number, verb: ByteString, flags: Flags): ByteString {
  if (flags.precision === 0 && value === 0n) {
    return padding(flags.width ?? 0, { ...flags, zero: false });
  }
  const sign = signOf(value, flags);
  const magnitude = (value < 0n ? -value : value).toString(base);
  const digits = (verb === 'X' ? magnitude.toUpperCase() : magnitude).padStart(
    leastDigits(sign, flags),
    '0',
  );
  return padWithSpaces(sign + basePrefix(digits, base, verb, flags) + digits, flags);
}

function signOf(value: bigint, flags: Flags): string {
  if (value < 0n) {
    return '-';
  }
  if (flags.plus) {
    return '+';
  }
  return flags.space ? ' ' : '';
}

function leastDigits(sign: string, flags: Flags): number {
  if (flags.precision !== undefined) {
    return flags.precision;
  }
  return flags.zero && !flags.minus && flags.width !== undefined ? flags.width - sign.length : 0;
}

function basePrefix(digits: string, base: number, verb: ByteString, flags: Flags): string {
  const marker = verb === 'O' ? '0o' : '';
  if (!flags.sharp) {
    return marker;
  }
  if (base === 8) {
    return digits.startsWith('0') ? marker : `${marker}0`;
  }
  if (base === 16) {
    return verb === 'X' ? '0X' : '0x';
  }
  return base === 2 ? '0b' : '';
}

function formatUnicode(value: bigint, flags: Flags): ByteString {
  const digits = value
    .toString(16)
    .toUpperCase()
    .padStart(Math.max(4, flags.precision ?? 4), '0');
  const rune = Number(value);
  const character =
    flags.sharp && value <= 0x10ffffn && isPrint(rune) ? ` '${fromRune(rune)}'` : '';
  return padWithSpaces(`U+${digits}${character}`, flags);
}
