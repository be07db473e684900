import { quotedEnd } from './enclosed.ts';

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
