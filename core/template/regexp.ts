import { type Matcher, RE2JS, RE2JSException } from 're2js';
import { regexpSize } from './regexp-size.ts';

/** A regular expression with the semantics of Go's package regexp (RE2). */
export interface GoRegexp {
  /** Whether the expression matches anywhere in `text`. */
  test(text: string): boolean;
  /**
   * Every match replaced as Go's ReplaceAllString does: `$1`, `${1}` and `${name}` are groups (`$1x` is the group named
   * "1x"), `$$` is a dollar, and an empty match next to the previous match is none.
   */
  replaceAll(text: string, replacement: string): string;
}

export type CompiledRegexp =
  | { readonly ok: true; readonly value: GoRegexp }
  | { readonly ok: false; readonly message: string };

/**
 * Instructions of one expression. Go takes 3,355,443; compiling so many here would stop everything else for seconds, and
 * what people write stays far below.
 */
const MAX_SIZE = 50_000;
/** Of an expression that is too large, so much is repeated. */
const QUOTED_LENGTH = 64;

function tooLarge(source: string): string {
  const quoted = source.length > QUOTED_LENGTH ? `${source.slice(0, QUOTED_LENGTH)}…` : source;
  return `error parsing regexp: expression too large: \`${quoted}\``;
}

/** Compiles `source`; a refusal has Go's words ("error parsing regexp: …"). Refuses some that are too large sooner than Go. */
export function compileRegexp(source: string): CompiledRegexp {
  if (source.length > MAX_SIZE || regexpSize(source) > MAX_SIZE) {
    return { ok: false, message: tooLarge(source) };
  }
  try {
    return { ok: true, value: goRegexp(RE2JS.compile(source)) };
  } catch (error) {
    if (error instanceof RE2JSException) {
      // Go quotes the offending part even where it is empty.
      const { message } = error;
      return { ok: false, message: message.endsWith('`') ? message : `${message}: \`\`` };
    }
    throw error;
  }
}

function goRegexp(pattern: RE2JS): GoRegexp {
  return {
    test: (text) => pattern.matcher(text).find(),
    replaceAll: (text, replacement) => replaceAll(pattern, text, parseReplacement(replacement)),
  };
}

type ReplacementPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'group'; readonly name: string };

function replaceAll(pattern: RE2JS, text: string, replacement: readonly ReplacementPart[]): string {
  const matcher = pattern.matcher(text);
  let output = '';
  let copied = 0;
  let from = 0;
  while (from <= text.length && matcher.find(from)) {
    const start = matcher.start();
    const end = matcher.end();
    output += text.slice(copied, start);
    if (end > copied || start === 0) {
      output += expand(pattern, matcher, replacement);
    }
    copied = end;
    from = Math.max(end, from + characterWidth(text, from));
  }
  return output + text.slice(copied);
}

function characterWidth(text: string, index: number): number {
  const codePoint = text.codePointAt(index);
  return codePoint !== undefined && codePoint > 0xffff ? 2 : 1;
}

function expand(pattern: RE2JS, matcher: Matcher, parts: readonly ReplacementPart[]): string {
  return parts
    .map((part) => (part.kind === 'text' ? part.text : groupText(pattern, matcher, part.name)))
    .join('');
}

function groupText(pattern: RE2JS, matcher: Matcher, name: string): string {
  const group = groupNumber(name) ?? pattern.namedGroups()[name];
  if (group === undefined || group > pattern.groupCount()) {
    return '';
  }
  return matcher.group(group) ?? '';
}

/** A name of digits is a number, unless it has a leading zero or is absurdly long. */
function groupNumber(name: string): number | undefined {
  return /^(0|[1-9][0-9]{0,8})$/.test(name) ? Number(name) : undefined;
}

const REFERENCE = /\$(?:(\$)|([\p{L}\p{Nd}_]+)|\{([\p{L}\p{Nd}_]+)\})/gu;

function parseReplacement(replacement: string): readonly ReplacementPart[] {
  const parts: ReplacementPart[] = [];
  let copied = 0;
  for (const match of replacement.matchAll(REFERENCE)) {
    parts.push({ kind: 'text', text: replacement.slice(copied, match.index) });
    const name = match[2] ?? match[3];
    parts.push(name === undefined ? { kind: 'text', text: '$' } : { kind: 'group', name });
    copied = match.index + match[0].length;
  }
  parts.push({ kind: 'text', text: replacement.slice(copied) });
  return parts;
}
