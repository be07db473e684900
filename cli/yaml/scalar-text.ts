import { isAlias, isScalar, Scalar } from 'yaml';
import type { ParsedChunk } from './parse.ts';

/** A place in a text, both from 1; the column counts bytes of UTF-8. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** Characters of a scalar that are no white space, each with its offset in the document. */
interface Glyphs {
  readonly text: string;
  readonly offsets: readonly number[];
}

const SPACE = /[\t\n\r ]/;

/**
 * Offset in the document of a place in a scalar's value. Indentation, folded lines, quotes and escapes differ between the two, and
 * all but escapes is white space; so the place is found by counting what is none. Undefined when the node is no text.
 */
export function offsetInScalar(
  chunk: ParsedChunk,
  owner: unknown,
  place: TextPlace,
): number | undefined {
  const node = isAlias(owner) ? owner.resolve(chunk.document) : owner;
  if (!isScalar(node) || typeof node.value !== 'string' || !node.range) {
    return undefined;
  }
  const [from, to] = node.range;
  const value = node.value.replaceAll('\r\n', '\n');
  const glyphs = readGlyphs(chunk.text, from, to, node.type ?? Scalar.PLAIN);
  const sameText = glyphs.text === value.replaceAll(/[\t\n\r ]/g, '');
  return sameText ? offsetAt(value, indexOf(value, place), glyphs, from) : from;
}

function indexOf(value: string, { line, column }: TextPlace): number {
  const lines = value.split('\n');
  const before = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
  const start = Buffer.from(lines[line - 1] ?? '').subarray(0, column - 1);
  return Math.min(before + start.toString().length, value.length);
}

function offsetAt(value: string, index: number, glyphs: Glyphs, from: number): number {
  const count = value.slice(0, index).replaceAll(/[\t\n\r ]/g, '').length;
  const own = glyphs.offsets[count];
  if (own !== undefined && index < value.length && !SPACE.test(value.charAt(index))) {
    return own;
  }
  // White space or the end: as far behind the last character as in the value, where they are in one line.
  const last = glyphs.offsets[count - 1];
  if (last === undefined) {
    return own ?? from;
  }
  const gap = /[\t\n\r ]*$/.exec(value.slice(0, index))?.[0] ?? '';
  return last + 1 + (gap.includes('\n') ? 0 : gap.length);
}

function readGlyphs(text: string, from: number, to: number, type: Scalar.Type): Glyphs {
  switch (type) {
    case Scalar.BLOCK_LITERAL:
    case Scalar.BLOCK_FOLDED: {
      const header = text.indexOf('\n', from);
      return glyphsOf(text, header < 0 ? to : header, to, undefined);
    }
    case Scalar.QUOTE_SINGLE:
      return glyphsOf(text, from + 1, to - 1, readDoubledQuote);
    case Scalar.QUOTE_DOUBLE:
      return glyphsOf(text, from + 1, to - 1, readEscape);
    case Scalar.PLAIN:
    default:
      return glyphsOf(text, from, to, undefined);
  }
}

/** What stands at an offset for other characters than itself. */
interface Escape {
  readonly text: string;
  readonly length: number;
}

function glyphsOf(
  text: string,
  from: number,
  to: number,
  read: ((text: string, at: number) => Escape | undefined) | undefined,
): Glyphs {
  const offsets: number[] = [];
  let found = '';
  for (let at = from; at < to;) {
    const { text: meant, length } = read?.(text, at) ?? { text: text.charAt(at), length: 1 };
    for (const unit of meant.split('')) {
      if (!SPACE.test(unit)) {
        found += unit;
        offsets.push(at);
      }
    }
    at += length;
  }
  return { text: found, offsets };
}

function readDoubledQuote(text: string, at: number): Escape | undefined {
  return text.startsWith("''", at) ? { text: "'", length: 2 } : undefined;
}

const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** Those of YAML 1.2 that are not the character itself; those that give white space give nothing here. */
const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\u0007',
  b: '\b',
  e: '\u001b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
};

function readEscape(text: string, at: number): Escape | undefined {
  if (text.charAt(at) !== '\\') {
    return undefined;
  }
  const name = text.charAt(at + 1);
  const digits = HEX_DIGITS[name];
  return digits === undefined
    ? { text: ESCAPES[name] ?? name, length: 2 }
    : {
        text: String.fromCodePoint(Number.parseInt(text.slice(at + 2, at + 2 + digits), 16)),
        length: 2 + digits,
      };
}
