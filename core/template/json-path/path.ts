import { closingEnd, quotedEnd } from './enclosed.ts';
import { MODIFIER_NAMES } from './modifier-names.ts';
import { leadingQuery, type Query } from './path-query.ts';

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
