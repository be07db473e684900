import { ABSENT, type JsonValue, jsonValue } from './value.ts';

/**
 * Reading JSON text in place, as forgiving as gjson: what stands between values is skipped, and text that ends early ends
 * the reading. Whether a document is valid is another question (valid.ts).
 */
export interface Scanned {
  readonly value: JsonValue;
  /** Index after the value. */
  readonly end: number;
}

const SPACE = 0x20;

/** The value that begins at `index`, if its first character can begin one; undefined for an unterminated string. */
export function scanValue(json: string, index: number): Scanned | undefined {
  const first = json.charAt(index);
  if (first === '"') {
    return scanString(json, index);
  }
  if (first === '{' || first === '[') {
    const end = closingIndex(json, index);
    return { value: jsonValue('json', json.slice(index, end)), end };
  }
  return isLiteral(json, index) ? scanLiteral(json, index) : scanNumber(json, index);
}

/** The index of the next character that can begin a value, or the text's length. */
export function nextValueStart(json: string, index: number): number {
  VALUE_START.lastIndex = index;
  return VALUE_START.exec(json)?.index ?? json.length;
}

const VALUE_START = /["{[tfn+\-0-9iIN]/g;

/** The first value at or after `index`; absent when there is none. */
export function scanAny(json: string, index: number): Scanned {
  const start = nextValueStart(json, index);
  return (
    (start < json.length ? scanValue(json, start) : undefined) ?? {
      value: ABSENT,
      end: json.length,
    }
  );
}

/** The whole text as one value: a container is everything from its bracket on. */
export function parseRoot(json: string): JsonValue {
  const index = skipSpace(json);
  const first = json.charAt(index);
  if (first === '{' || first === '[') {
    return jsonValue('json', json.slice(index));
  }
  if (first === '' || nextValueStart(json, index) !== index) {
    return ABSENT;
  }
  return scanValue(json, index)?.value ?? unterminated(json.slice(index));
}

function skipSpace(json: string): number {
  let index = 0;
  while (index < json.length && json.charCodeAt(index) <= SPACE) {
    index += 1;
  }
  return index;
}

function unterminated(raw: string): JsonValue {
  return { type: 'string', raw, text: unescapeJson(raw.slice(1)) };
}

export function scanString(json: string, index: number): Scanned | undefined {
  const end = stringEnd(json, index);
  if (end === undefined) {
    return undefined;
  }
  const raw = json.slice(index, end);
  return { value: { type: 'string', raw, text: unescapeJson(raw.slice(1, -1)) }, end };
}

/** The index after the closing quote of the string that opens at `index`. */
export function stringEnd(json: string, index: number): number | undefined {
  for (let at = index + 1; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === BACKSLASH) {
      at += 1;
    } else if (code === QUOTE) {
      return at + 1;
    }
  }
  return undefined;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** What a character does to the depth. A table, since every byte of a document passes here. */
const DEPTH_STEPS = Int8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  return Number('{[('.includes(character)) - Number('}])'.includes(character));
});

/** The index after the bracket that closes the one at `index`; brackets of all kinds count alike, as in gjson. */
export function closingIndex(json: string, index: number): number {
  let depth = 0;
  let at = index;
  for (; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) {
      // Past the end of the text: nothing comes after a string that is not closed.
      at = (stringEnd(json, at) ?? json.length + 2) - 1;
    } else {
      depth += DEPTH_STEPS[code] ?? 0;
    }
    if (depth === 0) {
      return at + 1;
    }
  }
  return at;
}

function isLiteral(json: string, index: number): boolean {
  const first = json.charAt(index);
  if (first === 'n') {
    return index + 1 >= json.length || json.charAt(index + 1) === 'u';
  }
  return first === 't' || first === 'f';
}

function scanLiteral(json: string, index: number): Scanned {
  let end = index + 1;
  while (end < json.length && json.charAt(end) >= 'a' && json.charAt(end) <= 'z') {
    end += 1;
  }
  const types = { t: 'true', f: 'false' } as const;
  const first = json.charAt(index);
  const type = first === 't' || first === 'f' ? types[first] : 'null';
  return { value: jsonValue(type, json.slice(index, end)), end };
}

function scanNumber(json: string, index: number): Scanned {
  let end = index + 1;
  while (end < json.length && json.charCodeAt(end) > SPACE && !',]}'.includes(json.charAt(end))) {
    end += 1;
  }
  return { value: jsonValue('number', json.slice(index, end)), end };
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
};

/** Unescapes what stands between a JSON string's quotes; stops at the first thing no JSON string may hold. */
export function unescapeJson(text: string): string {
  if (!text.includes('\\')) {
    return text;
  }
  let output = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character < ' ') {
      return output;
    }
    if (character !== '\\') {
      output += character;
      continue;
    }
    at += 1;
    const escaped = unescapeOne(text, at);
    if (escaped === undefined) {
      return output;
    }
    output += escaped.text;
    at += escaped.width - 1;
  }
  return output;
}

interface Unescaped {
  readonly text: string;
  readonly width: number;
}

function unescapeOne(text: string, at: number): Unescaped | undefined {
  const short = SHORT_ESCAPES[text.charAt(at)];
  if (short !== undefined) {
    return { text: short, width: 1 };
  }
  if (text.charAt(at) !== 'u' || at + 5 > text.length) {
    return undefined;
  }
  const unit = hexUnit(text, at + 1);
  return isSurrogate(unit)
    ? unescapePair(text, at, unit)
    : { text: String.fromCharCode(unit), width: 5 };
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

/** Two escapes that make one character; a half without its other half is the replacement character. */
function unescapePair(text: string, at: number, high: number): Unescaped {
  if (text.slice(at + 5, at + 7) !== '\\u' || at + 11 > text.length) {
    return { text: '\ufffd', width: 5 };
  }
  const low = hexUnit(text, at + 7);
  const pairs = high < 0xdc00 && low >= 0xdc00 && isSurrogate(low);
  return { text: pairs ? String.fromCharCode(high, low) : '\ufffd', width: 11 };
}

function hexUnit(text: string, at: number): number {
  const digits = text.slice(at, at + 4);
  return /^[0-9a-f]{4}$/i.test(digits) ? Number.parseInt(digits, 16) : 0;
}
