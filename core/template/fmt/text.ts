import { type ByteString, runesOf } from '../value/index.ts';
import type { Flags } from './flags.ts';
import { pad, padding } from './pad.ts';
import { canBackquote, quote } from './quote.ts';

/** A string under a verb; undefined when the verb is none for strings. */
export function formatString(
  text: ByteString,
  verb: ByteString,
  flags: Flags,
): ByteString | undefined {
  switch (verb) {
    case 'v':
      return flags.sharpV ? formatQuoted(text, flags) : pad(truncate(text, flags), flags);
    case 's':
      return pad(truncate(text, flags), flags);
    case 'q':
      return formatQuoted(text, flags);
    case 'x':
    case 'X':
      return formatHexBytes(text, verb, flags);
    default:
      return undefined;
  }
}

/** The first runes, as many as the precision says. */
function truncate(text: ByteString, flags: Flags): ByteString {
  if (flags.precision === undefined) {
    return text;
  }
  let left = flags.precision;
  for (const { offset } of runesOf(text)) {
    left -= 1;
    if (left < 0) {
      return text.slice(0, offset);
    }
  }
  return text;
}

function formatQuoted(text: ByteString, flags: Flags): ByteString {
  const kept = truncate(text, flags);
  return flags.sharp && canBackquote(kept)
    ? pad(`\`${kept}\``, flags)
    : pad(quote(kept, flags.plus), flags);
}

function formatHexBytes(text: ByteString, verb: 'x' | 'X', flags: Flags): ByteString {
  const bytes = flags.precision === undefined ? text : text.slice(0, flags.precision);
  const digits = hexDigits(bytes, verb);
  if (digits === '') {
    return padding(flags.width ?? 0, flags);
  }
  const prefix = flags.sharp ? `0${verb}` : '';
  const spaced = flags.space ? digits.replace(/..(?=.)/g, `$& ${prefix}`) : digits;
  const encoded = prefix + spaced;
  const spaces = padding((flags.width ?? 0) - encoded.length, flags);
  return flags.minus ? encoded + spaces : spaces + encoded;
}

function hexDigits(bytes: ByteString, verb: 'x' | 'X'): string {
  const digits = Buffer.from(bytes, 'latin1').toString('hex');
  return verb === 'x' ? digits : digits.toUpperCase();
}
