import { balancedEnd, closingEnd } from './enclosed.ts';
import { modifierNamed } from './modifiers.ts';
import { parseRoot } from './scan.ts';
import { exists, type JsonValue } from './value.ts';

/** JSON text to go on with, and the path that is left: it begins with a dot or bar, or it is the end. */
export interface Started {
  readonly json: string;
  readonly rest: string;
}

/** `@name`, `@name:argument`; undefined when there is no such modifier, and the path begins with a key. */
export function runModifier(
  json: string,
  path: string,
  evaluate: (json: string, path: string) => JsonValue,
): Started | undefined {
  const name = /^[^:|.]*/.exec(path.slice(1))?.[0] ?? '';
  const modifier = modifierNamed(name);
  if (modifier === undefined) {
    return undefined;
  }
  const after = path.slice(1 + name.length);
  if (!after.startsWith(':')) {
    return { json: modifier(json, '', evaluate), rest: after };
  }
  const end = argumentEnd(after.slice(1));
  return {
    json: modifier(json, after.slice(1, 1 + end), evaluate),
    rest: after.slice(1 + end),
  };
}

function argumentEnd(text: string): number {
  if (/^[{["]/.test(text) && exists(parseRoot(text))) {
    return balancedEnd(text, 0);
  }
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '|') {
      return at;
    }
    if ('{["('.includes(character)) {
      at = balancedEnd(text, at) - 1;
    }
  }
  return text.length;
}

/** `!literal`: a value that is in the path itself. */
export function runStatic(path: string): Started | undefined {
  const text = path.slice(1);
  if (/^[{["+\-0-9]/.test(text)) {
    // A number has no end of its own here, so it takes the rest of the path.
    const end = closingEnd(text, 1);
    return { json: text.slice(0, end), rest: text.slice(end) };
  }
  const name = /^[^.|]*/.exec(text)?.[0] ?? '';
  return /^(true|false|null|nan|inf)$/i.test(name)
    ? { json: name, rest: text.slice(name.length) }
    : undefined;
}
