import { entriesOf, isTruthy, type JsonEntry } from './entries.ts';
import { parseRoot, scanAny, stringEnd } from './scan.ts';
import { exists, isArray, type JsonValue, numberOf, stringOf } from './value.ts';

/** JSON without the space between its tokens. */
export function uglyJson(json: string): string {
  let output = '';
  for (let at = 0; at < json.length; at += 1) {
    const character = json.charAt(at);
    if (character === '"') {
      const end = stringEnd(json, at) ?? json.length;
      output += json.slice(at, end);
      at = end - 1;
    } else if (character > ' ') {
      output += character;
    }
  }
  return output;
}

export interface PrettyOptions {
  /** Arrays of scalars that fit into so many columns stay on one line. */
  readonly width: number;
  readonly prefix: string;
  readonly indent: string;
  readonly sortKeys: boolean;
}

/** The argument of `@pretty`, a JSON object. */
export function parsePrettyOptions(argument: string): PrettyOptions {
  const given = new Map(
    entriesOf(parseRoot(argument)).map(({ key, value }) => [stringOf(key), value]),
  );
  const width = given.get('width');
  return {
    width: width === undefined ? 80 : Math.trunc(numberOf(stringOf(width))),
    prefix: spaceOf(given.get('prefix'), ''),
    indent: spaceOf(given.get('indent'), '  '),
    sortKeys: isTruthy(given.get('sortKeys') ?? parseRoot('')),
  };
}

function spaceOf(value: JsonValue | undefined, otherwise: string): string {
  return value === undefined ? otherwise : stringOf(value).replace(/[^ \t\n\r]/g, '');
}

/** JSON over several lines, in the layout of gjson's @pretty. */
export function prettyJson(json: string, options: PrettyOptions): string {
  const whole = parseRoot(json);
  const root = whole.type === 'json' ? scanAny(whole.raw, 0).value : whole;
  if (!exists(root)) {
    return options.prefix === '' ? '' : `${options.prefix}\n`;
  }
  const page: Page = { text: options.prefix, lineStart: 0 };
  layOut(page, root, 0, options);
  return `${page.text}\n`;
}

/** What is written so far, and where the line that is being written begins, as the width is reckoned. */
interface Page {
  text: string;
  lineStart: number;
}

function layOut(page: Page, value: JsonValue, depth: number, options: PrettyOptions): void {
  if (value.type !== 'json') {
    page.text += value.raw;
    return;
  }
  const line = isArray(value) ? fittingLine(page, value, options) : undefined;
  const entries = entriesOf(value);
  if (line !== undefined || entries.length === 0) {
    page.text += line ?? (isArray(value) ? '[]' : '{}');
    return;
  }
  if (isArray(value)) {
    layOutItems(page, entries, depth, options);
  } else {
    layOutMembers(page, entries, depth, options);
  }
}

function fittingLine(page: Page, array: JsonValue, options: PrettyOptions): string | undefined {
  const room = options.width - (page.text.length - page.lineStart);
  const line = options.width > 0 && room > 3 ? onOneLine(array) : undefined;
  return line !== undefined && line.length <= room ? line : undefined;
}

type LayOutEntries = (
  page: Page,
  entries: readonly JsonEntry[],
  depth: number,
  options: PrettyOptions,
) => void;

const layOutItems: LayOutEntries = (page, entries, depth, options) => {
  page.text += '[';
  for (const [index, entry] of entries.entries()) {
    page.text += index > 0 ? ',' : '';
    // From the second item on, the width is reckoned from after the line break, elsewhere from the break itself.
    page.lineStart = page.text.length + (index > 0 ? 1 : 0);
    page.text += lineBreak(depth + 1, options);
    layOut(page, entry.value, depth + 1, options);
  }
  page.lineStart = page.text.length;
  page.text += `${lineBreak(depth, options)}]`;
};

const layOutMembers: LayOutEntries = (page, entries, depth, options) => {
  const members = entries.map(({ key, value }) => {
    const begin = `${lineBreak(depth + 1, options)}${key.raw}: `;
    const own: Page = { text: begin, lineStart: 0 };
    layOut(own, value, depth + 1, options);
    return { key, value, text: own.text, shown: own.text.slice(begin.length) };
  });
  const ordered = options.sortKeys ? members.sort(compareMembers) : members;
  page.text += `{${ordered.map(({ text }) => text).join(',')}`;
  page.lineStart = page.text.length;
  page.text += `${lineBreak(depth, options)}}`;
};

function lineBreak(depth: number, options: PrettyOptions): string {
  return `\n${options.prefix}${options.indent.repeat(depth)}`;
}

/** An array on one line; undefined when it holds an object, which never stands on one. */
function onOneLine(value: JsonValue): string | undefined {
  const parts: string[] = [];
  for (const entry of entriesOf(value)) {
    const part = entry.value.type === 'json' ? lineOf(entry.value) : entry.value.raw;
    if (part === undefined) {
      return undefined;
    }
    parts.push(part);
  }
  return `[${parts.join(', ')}]`;
}

function lineOf(value: JsonValue): string | undefined {
  return isArray(value) ? onOneLine(value) : undefined;
}

interface Member extends JsonEntry {
  /** The value as it is laid out. */
  readonly shown: string;
}

function compareMembers(left: Member, right: Member): number {
  const byKey = Buffer.compare(Buffer.from(left.key.text), Buffer.from(right.key.text));
  return byKey === 0 ? compareValues(left, right) : byKey;
}

const TYPE_ORDER = ['absent', 'null', 'false', 'number', 'string', 'true', 'json'] as const;

function compareValues(left: Member, right: Member): number {
  const { type } = left.value;
  const byType = TYPE_ORDER.indexOf(type) - TYPE_ORDER.indexOf(right.value.type);
  if (byType !== 0) {
    return byType;
  }
  if (type === 'number') {
    return numberOf(left.value.raw) - numberOf(right.value.raw);
  }
  const [first, second] =
    type === 'string' ? [stringOf(left.value), stringOf(right.value)] : [left.shown, right.shown];
  return Buffer.compare(Buffer.from(first), Buffer.from(second));
}
