import {
  type Budget,
  type ByteString,
  FunctionError,
  GoComplex,
  GoMap,
  GoNumber,
  GoObject,
  GoSlice,
  type GoType,
  type GoValue,
  typeName,
} from '../value/index.ts';
import type { Flags } from './flags.ts';
import { formatFloat } from './float.ts';
import { formatHex, formatInteger } from './integer.ts';
import { pad } from './pad.ts';
import { formatString } from './text.ts';

/** One argument under one verb (one rune, as bytes). */
export interface Directive {
  readonly verb: ByteString;
  readonly flags: Flags;
  readonly budget: Budget;
}

/** What a verb makes of an argument; a verb that does not fit is told in the text, as `%!d(string=hi)`. */
export function formatArgument(value: GoValue, directive: Directive): ByteString {
  const { verb, flags } = directive;
  if (value === null) {
    return formatNil(directive);
  }
  if (verb === 'T') {
    return formatString(typeName(value), 's', flags) ?? '';
  }
  if (verb === 'p' && isReference(value)) {
    return refuseAddress();
  }
  return verb === 'p' || verb === 'w' ? badVerb(value, directive) : formatTyped(value, directive);
}

function formatNil(directive: Directive): ByteString {
  return directive.verb === 'T' || directive.verb === 'v'
    ? pad('<nil>', directive.flags)
    : badVerb(null, directive);
}

function formatTyped(value: GoValue, directive: Directive): ByteString {
  if (value instanceof GoSlice && value.elementType === 'uint8') {
    return formatByteSlice(value, directive, '[]byte');
  }
  return formatValue(value, directive, 0);
}

function isReference(value: GoValue): boolean {
  return (
    value instanceof GoSlice ||
    value instanceof GoMap ||
    (value instanceof GoObject && value.kind === 'ptr')
  );
}

/** An address is another one each time in Go; nothing useful can be printed. */
function refuseAddress(): never {
  throw new FunctionError('addresses cannot be printed');
}

function badVerb(value: GoValue, directive: Directive): ByteString {
  const type = typeName(value);
  if (value === null) {
    return `%!${directive.verb}(<nil>)`;
  }
  const flags = { ...directive.flags, erroring: true };
  const text = formatArgument(value, { ...directive, flags, verb: 'v' });
  return `%!${directive.verb}(${type}=${text})`;
}

function formatValue(value: GoValue, directive: Directive, depth: number): ByteString {
  if (typeof value !== 'object') {
    return formatScalar(value, directive) ?? badVerb(value, directive);
  }
  if (value === null) {
    return directive.flags.sharpV ? 'interface {}(nil)' : '<nil>';
  }
  directive.budget.spend(1);
  return (
    formatByMethod(value, directive) ??
    formatReference(value, directive, depth) ??
    badVerb(value, directive)
  );
}

function formatScalar(
  value: string | number | bigint | boolean,
  { verb, flags }: Directive,
): ByteString | undefined {
  if (typeof value === 'string') {
    return formatString(value, verb, flags);
  }
  if (typeof value === 'bigint') {
    return formatInteger(value, verb, flags, false);
  }
  if (typeof value === 'number') {
    return formatFloat(value, verb, flags);
  }
  return verb === 't' || verb === 'v' ? pad(String(value), flags) : undefined;
}

const METHOD_VERBS: ReadonlySet<ByteString> = new Set(['v', 's', 'x', 'X', 'q']);

/** Through the value's own String or GoString. */
function formatByMethod(
  value: Extract<GoValue, object>,
  { verb, flags }: Directive,
): ByteString | undefined {
  if (!(value instanceof GoObject || value instanceof GoNumber) || flags.erroring) {
    return undefined;
  }
  if (flags.sharpV) {
    const text = value instanceof GoObject ? value.goString() : undefined;
    return text === undefined ? undefined : formatString(text, 's', flags);
  }
  const text = METHOD_VERBS.has(verb) ? value.stringer() : undefined;
  return text === undefined ? undefined : formatString(text, verb, flags);
}

function formatReference(
  value: Extract<GoValue, object>,
  directive: Directive,
  depth: number,
): ByteString | undefined {
  if (value instanceof GoNumber) {
    return formatNumber(value, directive);
  }
  if (value instanceof GoComplex) {
    return formatComplex(value, directive);
  }
  if (value instanceof GoSlice) {
    return formatSlice(value, directive, depth);
  }
  if (value instanceof GoMap) {
    return formatMap(value, directive, depth);
  }
  if (value.kind === 'struct') {
    return formatStruct(value, value.type, { directive, depth });
  }
  return depth === 0
    ? `&${formatStruct(value, value.type.replace('*', ''), { directive, depth: 1 })}`
    : refuseAddress();
}

function formatNumber(number: GoNumber, { verb, flags }: Directive): ByteString | undefined {
  const { value, kind } = number;
  return typeof value === 'bigint'
    ? formatInteger(value, verb, flags, kind.startsWith('u'))
    : formatFloat(value, verb, flags, 32);
}

/** In parentheses; the imaginary part always has a sign. */
function formatComplex(
  { real, imaginary }: GoComplex,
  { verb, flags }: Directive,
): ByteString | undefined {
  const first = formatFloat(real, verb, flags);
  const second = formatFloat(imaginary, verb, { ...flags, plus: true });
  return first === undefined || second === undefined ? undefined : `(${first}${second}i)`;
}

const BYTE_VERBS: ReadonlySet<ByteString> = new Set(['s', 'q', 'x', 'X']);

function formatSlice(slice: GoSlice, directive: Directive, depth: number): ByteString {
  if (slice.elementType === 'uint8' && BYTE_VERBS.has(directive.verb)) {
    return formatByteSlice(slice, directive, slice.type);
  }
  const { sharpV } = directive.flags;
  if (sharpV && slice.isNil) {
    return `${slice.type}(nil)`;
  }
  const items = slice.items.map((item) => formatValue(item, directive, depth + 1));
  return enclose(items, slice.type, directive, '[]');
}

function formatMap(map: GoMap, directive: Directive, depth: number): ByteString {
  if (directive.flags.sharpV && map.isNil) {
    return `${map.type}(nil)`;
  }
  const entries = map.sortedKeys().map((key) => {
    const name = formatValue(key, directive, depth + 1);
    return `${name}:${formatValue(map.entries.get(key) ?? null, directive, depth + 1)}`;
  });
  return directive.flags.sharpV
    ? enclose(entries, map.type, directive, '{}')
    : `map${enclose(entries, '', directive, '[]')}`;
}

function enclose(
  items: readonly ByteString[],
  type: GoType,
  { flags, budget }: Directive,
  brackets: '[]' | '{}',
): ByteString {
  const text = flags.sharpV
    ? `${type}{${items.join(', ')}}`
    : `${brackets[0] ?? ''}${items.join(' ')}${brackets[1] ?? ''}`;
  budget.checkSize(text.length);
  return text;
}

interface Nested {
  readonly directive: Directive;
  readonly depth: number;
}

function formatStruct(value: GoObject, type: GoType, { directive, depth }: Nested): ByteString {
  const { plusV, sharpV } = directive.flags;
  const fields = value.fields().map((field) => {
    const text = formatValue(field.value, directive, depth + 1);
    return plusV || sharpV ? `${field.name}:${text}` : text;
  });
  return enclose(fields, type, directive, '{}');
}

function formatByteSlice(slice: GoSlice, directive: Directive, type: GoType): ByteString {
  const { verb, flags } = directive;
  const bytes = slice.items.map((item) => (item instanceof GoNumber ? BigInt(item.value) : 0n));
  if (verb !== 'v' && verb !== 'd') {
    const text = String.fromCharCode(...bytes.map(Number));
    return formatString(text, verb, flags) ?? formatSlice(slice, directive, 0);
  }
  if (flags.sharpV) {
    return slice.isNil
      ? `${type}(nil)`
      : `${type}{${bytes.map((byte) => formatHex(byte, { ...flags, sharp: true })).join(', ')}}`;
  }
  return `[${bytes.map((byte) => formatInteger(byte, verb, flags, true) ?? '').join(' ')}]`;
}
