import { type ByteString, fromRune, GoNumber, type GoValue, runeAt } from '../value/index.ts';
import { type Flags, NO_FLAGS } from './flags.ts';

/** Where the reading of a format stands. */
export interface FormatReader {
  readonly format: ByteString;
  readonly args: readonly GoValue[];
  /** Next byte of the format. */
  index: number;
  /** Next argument. */
  argument: number;
  /** Whether an argument was asked for by its number; then none left over are reported. */
  reordered: boolean;
  /** Whether the argument number of this directive makes sense. */
  goodNumber: boolean;
  /** Whether the item just read was an argument number. */
  afterNumber: boolean;
  /** What is wrong with width or precision. */
  complaint: ByteString;
}

export interface ParsedDirective {
  /** Undefined when the format ends before one. */
  readonly verb: ByteString | undefined;
  readonly flags: Flags;
}

type FlagName = 'sharp' | 'zero' | 'plus' | 'minus' | 'space';

const FLAG_NAMES: Readonly<Record<string, FlagName>> = {
  '#': 'sharp',
  '0': 'zero',
  '+': 'plus',
  '-': 'minus',
  ' ': 'space',
};

/** Reads what follows a %: flags, width, precision, argument numbers, verb. */
export function readDirective(reader: FormatReader): ParsedDirective {
  reset(reader);
  const flags = { ...NO_FLAGS };
  for (let name = flagAt(reader); name !== undefined; name = flagAt(reader)) {
    flags[name] = true;
    reader.index += 1;
  }
  readArgumentNumber(reader);
  const sized = readWidth(reader, flags);
  const precision = readPrecision(reader);
  if (!reader.afterNumber) {
    readArgumentNumber(reader);
  }
  return { verb: readVerb(reader), flags: { ...sized, precision } };
}

function reset(reader: FormatReader): void {
  reader.goodNumber = true;
  reader.afterNumber = false;
  reader.complaint = '';
}

function flagAt({ format, index }: FormatReader): FlagName | undefined {
  return FLAG_NAMES[format[index] ?? ''];
}

function readVerb(reader: FormatReader): ByteString | undefined {
  const { format, index } = reader;
  if (index >= format.length) {
    return undefined;
  }
  const { rune, width } = runeAt(format, index);
  reader.index += width;
  return fromRune(rune);
}

function readWidth(reader: FormatReader, flags: Flags): Flags {
  if (reader.format[reader.index] === '*') {
    reader.index += 1;
    const width = takeNumber(reader);
    reader.complaint += width === undefined ? '%!(BADWIDTH)' : '';
    reader.afterNumber = false;
    return width !== undefined && width < 0
      ? { ...flags, width: -width, minus: true, zero: false }
      : { ...flags, width };
  }
  const width = readNumber(reader);
  if (reader.afterNumber && width !== undefined) {
    reader.goodNumber = false;
  }
  return { ...flags, width };
}

function readPrecision(reader: FormatReader): number | undefined {
  if (reader.index + 1 >= reader.format.length || reader.format[reader.index] !== '.') {
    return undefined;
  }
  reader.index += 1;
  if (reader.afterNumber) {
    reader.goodNumber = false;
  }
  readArgumentNumber(reader);
  if (reader.format[reader.index] !== '*') {
    return readNumber(reader) ?? 0;
  }
  reader.index += 1;
  const number = takeNumber(reader);
  reader.afterNumber = false;
  if (number !== undefined && number >= 0) {
    return number;
  }
  reader.complaint += '%!(BADPREC)';
  return undefined;
}

const LARGEST = 1_000_000;

/** Digits at this place; too many of them swallow the rest of the format, as Go has it. */
function readNumber(reader: FormatReader): number | undefined {
  const { number, end } = parseNumber(reader.format, reader.index, reader.format.length);
  reader.index = end;
  return number;
}

interface NumberAt {
  readonly number: number | undefined;
  readonly end: number;
}

function parseNumber(format: ByteString, start: number, end: number): NumberAt {
  let number: number | undefined;
  let at = start;
  for (; at < end; at += 1) {
    const digit = format.charCodeAt(at) - 0x30;
    if (digit < 0 || digit > 9) {
      break;
    }
    if ((number ?? 0) > LARGEST) {
      return { number: undefined, end };
    }
    number = (number ?? 0) * 10 + digit;
  }
  return { number, end: at };
}

/** The number a * stands for: the next argument, when that is an integer of a sensible size. */
function takeNumber(reader: FormatReader): number | undefined {
  const value = reader.args[reader.argument];
  if (value === undefined) {
    return undefined;
  }
  reader.argument += 1;
  const integer = value instanceof GoNumber ? value.value : value;
  return typeof integer === 'bigint' && integer <= LARGEST && integer >= -LARGEST
    ? Number(integer)
    : undefined;
}

/** `[n]`: which argument comes next. */
function readArgumentNumber(reader: FormatReader): void {
  const { format, index } = reader;
  reader.afterNumber = false;
  if (format[index] !== '[') {
    return;
  }
  reader.reordered = true;
  const close = format.length - index < 3 ? -1 : format.indexOf(']', index + 1);
  if (close < 0) {
    reader.index += 1;
    reader.goodNumber = false;
    return;
  }
  reader.index = close + 1;
  const { number, end } = parseNumber(format, index + 1, close);
  if (number === undefined || end !== close) {
    reader.goodNumber = false;
    return;
  }
  reader.afterNumber = true;
  if (number >= 1 && number <= reader.args.length) {
    reader.argument = number - 1;
  } else {
    reader.goodNumber = false;
  }
}
