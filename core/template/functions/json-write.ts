import { floatText } from '../fmt/index.ts';
import type { GoObject } from '../value/index.ts';
import {
  type Budget,
  type ByteString,
  fromRune,
  FunctionError,
  GoComplex,
  GoMap,
  GoNumber,
  GoSlice,
  type GoValue,
  RUNE_ERROR,
  runesOf,
} from '../value/index.ts';
import { MarshaledObject } from './marshaled.ts';
import { bytesOf } from './text-of.ts';

const DEEPEST = 1000;

export interface JsonStyle {
  /** Whether <, > and & are written as escapes. */
  readonly escapesHtml: boolean;
  /** What each level is moved by; empty: everything on one line. */
  readonly indent: string;
}

/** A value as encoding/json writes it; throws FunctionError with Go's words for what JSON does not have. */
export function writeJson(value: GoValue, style: JsonStyle, budget: Budget): ByteString {
  return new JsonWriter(style, budget).write(value, 0);
}

class JsonWriter {
  readonly #style: JsonStyle;
  readonly #budget: Budget;

  constructor(style: JsonStyle, budget: Budget) {
    this.#style = style;
    this.#budget = budget;
  }

  write(value: GoValue, depth: number): ByteString {
    this.#budget.spend(1);
    if (value === null) {
      return 'null';
    }
    if (typeof value === 'string') {
      return this.#string(value);
    }
    if (typeof value === 'number') {
      return floatOf(value);
    }
    return typeof value === 'object' ? this.#object(value, depth) : String(value);
  }

  #object(value: Extract<GoValue, object>, depth: number): ByteString {
    if (depth > DEEPEST) {
      throw new FunctionError(`json: unsupported value: encountered a cycle via ${value.type}`);
    }
    if (value instanceof GoSlice) {
      return this.#slice(value, depth);
    }
    if (value instanceof GoMap) {
      const members = value
        .sortedKeys()
        .map((key): [ByteString, GoValue] => [key, value.entries.get(key) ?? null]);
      return value.isNil ? 'null' : this.#members(members, depth);
    }
    if (value instanceof GoNumber) {
      return typeof value.value === 'number'
        ? floatText(value.value, 'g', -1, 32)
        : String(value.value);
    }
    if (value instanceof GoComplex) {
      throw new FunctionError('json: unsupported type: complex128');
    }
    return this.#struct(value, depth);
  }

  #struct(value: GoObject, depth: number): ByteString {
    if (value instanceof MarshaledObject) {
      return this.#string(value.marshaled());
    }
    const members = value
      .fields()
      .filter(({ name }) => /^[A-Z]/.test(name))
      .map((field): [ByteString, GoValue] => [field.name, field.value]);
    return this.#members(members, depth);
  }

  #slice(slice: GoSlice, depth: number): ByteString {
    const bytes = bytesOf(slice);
    if (slice.isNil) {
      return 'null';
    }
    if (bytes !== undefined) {
      return `"${Buffer.from(bytes, 'latin1').toString('base64')}"`;
    }
    const items = slice.items.map((item) => this.write(item, depth + 1));
    return `${this.#block('[', items, depth)}]`;
  }

  #members(members: readonly (readonly [ByteString, GoValue])[], depth: number): ByteString {
    const colon = this.#style.indent === '' ? ':' : ': ';
    const items = members.map(
      ([key, value]) => this.#string(key) + colon + this.write(value, depth + 1),
    );
    return `${this.#block('{', items, depth)}}`;
  }

  #block(start: string, items: readonly ByteString[], depth: number): ByteString {
    const { indent } = this.#style;
    this.#budget.checkSize(items.reduce((sum, item) => sum + item.length, 0));
    if (indent === '' || items.length === 0) {
      return start + items.join(',');
    }
    const line = `\n${indent.repeat(depth + 1)}`;
    return `${start}${line}${items.join(`,${line}`)}\n${indent.repeat(depth)}`;
  }

  #string(text: ByteString): ByteString {
    const special = this.#style.escapesHtml ? /[^ !#-%'-;=?-[\]-~\x7f]/ : /[^ !#-[\]-~\x7f]/;
    if (!special.test(text)) {
      return `"${text}"`;
    }
    let written = '"';
    for (const { rune, width } of runesOf(text)) {
      const isWrong = rune === RUNE_ERROR && width === 1;
      written += isWrong ? '\\ufffd' : this.#character(rune);
    }
    return `${written}"`;
  }

  #character(rune: number): ByteString {
    const short = SHORT_ESCAPES.get(rune);
    if (short !== undefined) {
      return short;
    }
    const isHtml = this.#style.escapesHtml && HTML.has(rune);
    return rune < 0x20 || isHtml || LINE_SEPARATORS.has(rune)
      ? `\\u${rune.toString(16).padStart(4, '0')}`
      : fromRune(rune);
  }
}

const SHORT_ESCAPES: ReadonlyMap<number, string> = new Map([
  [0x08, '\\b'],
  [0x09, '\\t'],
  [0x0a, '\\n'],
  [0x0c, '\\f'],
  [0x0d, '\\r'],
  [0x22, '\\"'],
  [0x5c, '\\\\'],
]);

const HTML: ReadonlySet<number> = new Set([0x26, 0x3c, 0x3e]);
const LINE_SEPARATORS: ReadonlySet<number> = new Set([0x2028, 0x2029]);

function floatOf(value: number): ByteString {
  if (!Number.isFinite(value)) {
    throw new FunctionError(`json: unsupported value: ${floatText(value, 'g')}`);
  }
  return Object.is(value, -0) ? '-0' : String(value);
}
