import { type Matcher, RE2JS, RE2JSException } from 're2js';
import { splitGroupNames } from './regexp-names.ts';
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
  /** The same with a replacement that means itself. */
  replaceAllLiteral(text: string, replacement: string): string;
  /** The first match, or undefined. */
  find(text: string): string | undefined;
  /** The matches that do not overlap, at most `limit` of them unless it is negative. */
  findAll(text: string, limit: number): readonly string[];
  /** What is between the matches: at most `limit` pieces unless it is negative. */
  split(text: string, limit: number): readonly string[];
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
    return { ok: true, value: goRegexp(compileNamed(source)) };
  } catch (error) {
    if (error instanceof RE2JSException) {
      return { ok: false, message: refusal(source, error.message) };
    }
    throw error;
  }
}

/** An expression with the numbers of the groups of each name. */
interface Named {
  readonly pattern: RE2JS;
  readonly groups: ReadonlyMap<string, readonly number[]>;
}

function compileNamed(source: string): Named {
  try {
    const pattern = RE2JS.compile(source);
    const groups = Object.entries(pattern.namedGroups()).map(
      ([name, number]) => [name, [number]] as const,
    );
    return { pattern, groups: new Map(groups) };
  } catch (error) {
    if (error instanceof RE2JSException && error.message.includes('duplicate capture group name')) {
      const { expression, groups } = splitGroupNames(source);
      return { pattern: RE2JS.compile(expression), groups };
    }
    throw error;
  }
}

/** Where RE2JS words a refusal in another way than Go. */
function refusal(source: string, message: string): string {
  if (message.endsWith('expression nests too deeply')) {
    return `${message}: \`${source}\``;
  }
  if (/: invalid named capture: `\(\?P?<`$/u.test(message)) {
    const reworded = message.replace('invalid named capture', 'invalid or unsupported Perl syntax');
    return reworded.replace('(?P<', '(?P');
  }
  // Go quotes the offending part even where it is empty.
  return message.endsWith('`') ? message : `${message}: \`\``;
}

function goRegexp(named: Named): GoRegexp {
  const { pattern } = named;
  return {
    test: (text) => pattern.matcher(text).find(),
    replaceAll: (text, replacement) => replaceAll(named, text, parseReplacement(replacement)),
    replaceAllLiteral: (text, replacement) =>
      replaceAll(named, text, [{ kind: 'text', text: replacement }]),
    find: (text) => firstMatch(pattern, text),
    findAll: (text, limit) =>
      findMatches(pattern, text, limit).map(({ start, end }) => text.slice(start, end)),
    split: (text, limit) => split(pattern, text, limit),
  };
}

/** The text as an expression that matches it and nothing else, as Go's QuoteMeta writes it. */
export function quoteMeta(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/gu, '\\$&');
}

function firstMatch(pattern: RE2JS, text: string): string | undefined {
  const matcher = pattern.matcher(text);
  return matcher.find() ? text.slice(matcher.start(), matcher.end()) : undefined;
}

interface Match {
  readonly start: number;
  readonly end: number;
}

/** An empty match next to the previous match is none. */
function findMatches(pattern: RE2JS, text: string, limit: number): readonly Match[] {
  const matcher = pattern.matcher(text);
  const matches: Match[] = [];
  const most = limit < 0 ? Infinity : limit;
  let previousEnd = -1;
  for (let from = 0; from <= text.length && matches.length < most && matcher.find(from);) {
    const match = { start: matcher.start(), end: matcher.end() };
    if (match.end > from || match.start !== previousEnd) {
      matches.push(match);
    }
    from = match.end > from ? match.end : from + characterWidth(text, from);
    previousEnd = match.end;
  }
  return matches;
}

function split(pattern: RE2JS, text: string, limit: number): readonly string[] {
  if (limit === 0) {
    return [];
  }
  if (text === '' && pattern.pattern() !== '') {
    return [''];
  }
  const pieces: string[] = [];
  let copied = 0;
  let end = 0;
  for (const match of findMatches(pattern, text, limit)) {
    if (limit > 0 && pieces.length === limit - 1) {
      break;
    }
    end = match.start;
    if (match.end !== 0) {
      pieces.push(text.slice(copied, end));
    }
    copied = match.end;
  }
  return end === text.length ? pieces : [...pieces, text.slice(copied)];
}

type ReplacementPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'group'; readonly name: string };

function replaceAll(named: Named, text: string, replacement: readonly ReplacementPart[]): string {
  const matcher = named.pattern.matcher(text);
  let output = '';
  let copied = 0;
  let from = 0;
  while (from <= text.length && matcher.find(from)) {
    const start = matcher.start();
    const end = matcher.end();
    output += text.slice(copied, start);
    if (end > copied || start === 0) {
      output += expand(named, matcher, replacement);
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

function expand(named: Named, matcher: Matcher, parts: readonly ReplacementPart[]): string {
  return parts
    .map((part) => (part.kind === 'text' ? part.text : groupText(named, matcher, part.name)))
    .join('');
}

/** Of the groups of a name, the first that took part. */
function groupText({ pattern, groups }: Named, matcher: Matcher, name: string): string {
  const number = groupNumber(name);
  const numbers = number === undefined ? (groups.get(name) ?? []) : [number];
  return (
    numbers
      .filter((group) => group <= pattern.groupCount())
      .map((group) => matcher.group(group))
      .find((text) => text !== null) ?? ''
  );
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
