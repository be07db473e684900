import { defineFunction, FunctionError, type TemplateFunction } from '../value/index.ts';

/** Sprig's texts made shorter: trunc, substr, abbrev, abbrevboth. All of them count bytes. */
export const CUT_STRINGS: readonly TemplateFunction[] = [
  defineFunction({
    name: 'trunc',
    parameters: ['int', 'string'],
    call: ([length, text]) => truncated(text, Number(length)),
  }),
  defineFunction({
    name: 'substr',
    parameters: ['int', 'int', 'string'],
    call: ([start, end, text]) => substring(text, start, end),
  }),
  defineFunction({
    name: 'abbrev',
    parameters: ['int', 'string'],
    call: ([width, text]) => (width < 4n ? text : abbreviated(text, 0, Number(width))),
  }),
  defineFunction({
    name: 'abbrevboth',
    parameters: ['int', 'int', 'string'],
    call: ([left, right, text]) =>
      right < 4n || (left > 0n && right < 7n)
        ? text
        : abbreviated(text, Number(left), Number(right)),
  }),
];

/** A negative length counts from the end. */
function truncated(text: string, length: number): string {
  if (length < 0) {
    return text.length + length > 0 ? text.slice(length) : text;
  }
  return text.slice(0, length);
}

function substring(text: string, start: bigint, end: bigint): string {
  const length = BigInt(text.length);
  if (start < 0n) {
    return prefix(text, end);
  }
  const stop = end < 0n || end > length ? length : end;
  if (start > stop) {
    throw new FunctionError(`runtime error: slice bounds out of range [${start}:${stop}]`);
  }
  return text.slice(Number(start), Number(stop));
}

function prefix(text: string, end: bigint): string {
  if (end < 0n) {
    throw new FunctionError(`runtime error: slice bounds out of range [:${end}]`);
  }
  if (end > BigInt(text.length)) {
    throw new FunctionError(
      `runtime error: slice bounds out of range [:${end}] with length ${text.length}`,
    );
  }
  return text.slice(0, Number(end));
}

const MARK = '...';

function abbreviated(text: string, left: number, width: number): string {
  if (text.length <= width) {
    return text;
  }
  const room = width - MARK.length;
  const offset = Math.min(left, text.length - room);
  if (offset <= 4) {
    return text.slice(0, room) + MARK;
  }
  if (offset + room < text.length) {
    return MARK + abbreviatedEnd(text.slice(offset), room);
  }
  return MARK + text.slice(text.length - room);
}

/** Too narrow to be abbreviated is nothing. */
function abbreviatedEnd(text: string, width: number): string {
  return width < 4 ? '' : abbreviated(text, 0, width);
}
