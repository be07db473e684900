import { unescapeJson } from './scan.ts';
import { MODIFIER_NAMES } from './modifier-names.ts';

/** The first step of a path and what follows it: `rest` after a dot, `pipe` after a bar or before a modifier. */
export interface PathStep {
  readonly part: string;
  readonly rest: string | undefined;
  readonly pipe: string | undefined;
}

export interface ObjectStep extends PathStep {
  readonly wildcard: boolean;
}

export interface ArrayStep extends PathStep {
  /** The step has a `#`: it counts, collects or queries instead of picking one index. */
  readonly hash: boolean;
  /** After `#.`: the path collected from every item. */
  readonly each: string | undefined;
  readonly query: Query | undefined;
}

export interface Query {
  /** `#(…)#`: every item that matches, not the first. */
  readonly all: boolean;
  readonly path: string;
  readonly operator: string;
  readonly operand: string;
}

/** A step into an object: a key, perhaps with wildcards; a backslash takes the next character as it is. */
export function parseObjectStep(path: string): ObjectStep {
  let part = '';
  let wildcard = false;
  let escaping = false;
  for (let at = 0; at < path.length; at += 1) {
    const character = path.charAt(at);
    if (character === '\\') {
      at += 1;
      part += path.charAt(at);
      // gjson looks for a separator or wildcard only after the escaped character.
      escaping = true;
      continue;
    }
    if (character === '|') {
      return { part, wildcard, rest: undefined, pipe: path.slice(at + 1) };
    }
    if (character === '.') {
      return { part, wildcard, ...afterDot(path.slice(at + 1)) };
    }
    wildcard ||= character === '*' || character === '?';
    part += character;
  }
  return { part: escaping ? part : path, wildcard, rest: undefined, pipe: undefined };
}

function afterDot(rest: string): Pick<PathStep, 'rest' | 'pipe'> {
  return beginsPiped(rest) ? { rest: undefined, pipe: rest } : { rest, pipe: undefined };
}

/** After a dot, a modifier or a multipath starts over from the value found so far, as after a bar. */
function beginsPiped(rest: string): boolean {
  const first = rest.charAt(0);
  if (first === '@') {
    return MODIFIER_NAMES.has(/^[^.|:]*/.exec(rest.slice(1))?.[0] ?? '');
  }
  return first === '[' || first === '{';
}

/** A step into an array. */
export function parseArrayStep(path: string): ArrayStep {
  const { query, begin } = leadingQuery(path);
  const separator = path.slice(begin).search(/[.|]/);
  const end = separator < 0 ? path.length : begin + separator;
  const part = path.slice(0, end);
  const step = { part, hash: part.includes('#'), query, each: undefined };
  const rest = path.slice(end + 1);
  switch (path.charAt(end)) {
    case '|':
      return { ...step, rest: undefined, pipe: rest };
    case '.':
      return step.hash
        ? { ...step, each: part === '#' ? rest : undefined, rest, pipe: undefined }
        : { ...step, ...afterDot(rest) };
    default:
      return { ...step, rest: undefined, pipe: undefined };
  }
}

function leadingQuery(path: string): { readonly query: Query | undefined; readonly begin: number } {
  if (!/^#[[(]/.test(path)) {
    return { query: undefined, begin: 0 };
  }
  const parsed = parseQuery(path);
  return parsed === undefined
    ? { query: BROKEN_QUERY, begin: path.length }
    : { query: parsed.query, begin: parsed.end };
}

/** gjson reads on over a query that is not closed: it takes the first scalar. */
const BROKEN_QUERY: Query = { all: false, path: '', operator: '', operand: '' };

const OPERATOR = /^(!=|!%|<=|>=|==|[!=<>%])/;

/** `#(path operator operand)`, brackets and quotes in balance. */
function parseQuery(path: string): { readonly query: Query; readonly end: number } | undefined {
  const bounds = queryBounds(path);
  if (bounds === undefined) {
    return undefined;
  }
  const { operatorAt, end, escaped } = bounds;
  const all = path.charAt(end) === '#';
  if (operatorAt === undefined) {
    const query = { all, path: trimSpace(path.slice(2, end - 1)), operator: '', operand: '' };
    return { query, end };
  }
  const comparison = trimSpace(path.slice(operatorAt, end - 1));
  const operator = OPERATOR.exec(comparison)?.[0] ?? '';
  const operand = trimSpace(comparison.slice(operator.length));
  return {
    query: {
      all,
      path: trimSpace(path.slice(2, operatorAt)),
      operator: operator === '==' ? '=' : operator,
      operand: unquote(operand, escaped),
    },
    end,
  };
}

interface QueryBounds {
  readonly operatorAt: number | undefined;
  /** Index after the closing bracket. */
  readonly end: number;
  /** A quoted string in it has a backslash. */
  readonly escaped: boolean;
}

function queryBounds(path: string): QueryBounds | undefined {
  let operatorAt: number | undefined;
  let escaped = false;
  let depth = 1;
  for (let at = 2; at < path.length; at += 1) {
    const character = path.charAt(at);
    if (depth === 1 && operatorAt === undefined && '!=<>%'.includes(character)) {
      operatorAt = at;
    } else if (character === '\\') {
      at += 1;
    } else if (character === '"') {
      const end = quotedEnd(path, at);
      escaped ||= path.slice(at, end).includes('\\');
      at = end - 1;
    } else {
      depth += bracketStep(character);
    }
    if (depth === 0) {
      return { operatorAt, end: at + 1, escaped };
    }
  }
  return undefined;
}

function bracketStep(character: string): number {
  if ('[('.includes(character)) {
    return 1;
  }
  return '])'.includes(character) ? -1 : 0;
}

/** Index after the quoted string that opens at `at`, or after the text's end. */
export function quotedEnd(path: string, at: number): number {
  let index = at + 1;
  while (index < path.length && path.charAt(index) !== '"') {
    index += path.charAt(index) === '\\' ? 2 : 1;
  }
  return index + 1;
}

function unquote(operand: string, escaped: boolean): string {
  if (operand.length < 2 || !operand.startsWith('"') || !operand.endsWith('"')) {
    return operand;
  }
  const inner = operand.slice(1, -1);
  return escaped ? unescapeJson(inner) : inner;
}

export function trimSpace(text: string): string {
  return text.replace(/^[\0-\x20]+|[\0-\x20]+$/g, '');
}

/** A path cut at its first bar outside query selectors and escapes. */
export function splitPipe(path: string): readonly [left: string, right: string] | undefined {
  const bar = path.startsWith('{') ? multipathEnd(path) : barIndex(path);
  return path.charAt(bar) === '|' ? [path.slice(0, bar), path.slice(bar + 1)] : undefined;
}

/** gjson takes a multipath whose first name is quoted to end with that name. */
function multipathEnd(path: string): number {
  return path.charAt(1) === '"' ? quotedEnd(path, 1) : closingEnd(path, 2);
}

function barIndex(path: string): number {
  for (let at = 0; at < path.length; at += 1) {
    const character = path.charAt(at);
    if (character === '|') {
      return at;
    }
    if (character === '\\') {
      at += 1;
    } else if (/^\.#[[(]/.test(path.slice(at, at + 3))) {
      at = selectorEnd(path, at + 2);
    } else if (path.startsWith('.#', at)) {
      // gjson does not look at what follows the sign.
      at += 2;
    }
  }
  return path.length;
}

/** Index of the bracket that closes the query selector at `open`; only its own kind of bracket counts. */
function selectorEnd(path: string, open: number): number {
  const opening = path.charAt(open);
  const closing = opening === '[' ? ']' : ')';
  let depth = 0;
  for (let at = open; at < path.length; at += 1) {
    const character = path.charAt(at);
    if (character === '\\') {
      at += 1;
    } else if (character === '"') {
      at = quotedEnd(path, at) - 1;
    } else if (character === opening) {
      depth += 1;
    } else if (character === closing) {
      depth -= 1;
    }
    if (depth === 0) {
      return at;
    }
  }
  return path.length;
}

/** Index after the bracketed or quoted text that opens at `open`. */
export function balancedEnd(path: string, open: number): number {
  return path.charAt(open) === '"'
    ? Math.min(quotedEnd(path, open), path.length)
    : closingEnd(path, open + 1);
}

/** Index after the bracket that closes one already open at `begin`; brackets of all kinds count alike. */
export function closingEnd(path: string, begin: number): number {
  let depth = 1;
  for (let at = begin; at < path.length; at += 1) {
    const character = path.charAt(at);
    if (character === '"') {
      at = quotedEnd(path, at) - 1;
    } else if ('{[('.includes(character)) {
      depth += 1;
    } else if ('}])'.includes(character)) {
      depth -= 1;
    }
    if (depth === 0) {
      return at + 1;
    }
  }
  return path.length;
}

export interface Selector {
  readonly name: string | undefined;
  readonly path: string;
}

/** The selectors of a multipath `{"name":path,path}` or `[path,path]` and what follows its closing bracket. */
export function parseSelectors(
  path: string,
): { readonly selectors: readonly Selector[]; readonly rest: string } | undefined {
  const selectors: Selector[] = [];
  let cursor = freshCursor(1);
  let depth = 1;
  for (let at = 1; at < path.length; at += 1) {
    const character = path.charAt(at);
    if (character === '\\') {
      at += 1;
    } else if (character === '"') {
      at = quotedEnd(path, at) - 1;
    } else if ('[({'.includes(character)) {
      depth += 1;
    } else if ('])}'.includes(character)) {
      depth -= 1;
    } else if (depth === 1 && character === ',') {
      selectors.push(selectorOf(path, cursor, at));
      cursor = freshCursor(at + 1);
    } else {
      cursor = noteName(path, cursor, at, depth);
    }
    if (depth === 0) {
      selectors.push(selectorOf(path, cursor, at));
      return { selectors, rest: path.slice(at + 1) };
    }
  }
  return undefined;
}

interface Cursor {
  readonly start: number;
  readonly colon: number | undefined;
  readonly inModifier: boolean;
}

function freshCursor(start: number): Cursor {
  return { start, colon: undefined, inModifier: false };
}

/** A colon names a selector, unless it belongs to a modifier's argument. */
function noteName(path: string, cursor: Cursor, at: number, depth: number): Cursor {
  const character = path.charAt(at);
  if (character === '@' && '.|'.includes(path.charAt(at - 1))) {
    return { ...cursor, inModifier: true };
  }
  const names =
    character === ':' && depth === 1 && !cursor.inModifier && cursor.colon === undefined;
  return names ? { ...cursor, colon: at } : cursor;
}

function selectorOf(path: string, cursor: Cursor, end: number): Selector {
  return cursor.colon === undefined
    ? { name: undefined, path: path.slice(cursor.start, end) }
    : { name: path.slice(cursor.start, cursor.colon), path: path.slice(cursor.colon + 1, end) };
}
