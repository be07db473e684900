import { quote } from '../api/index.ts';

/** What a placeholder stands for. */
export type Placeholder =
  | { readonly of: 'namespace' }
  | { readonly of: 'label'; readonly label: string }
  | { readonly of: 'cluster' };

type Piece = string | Placeholder;

/** A parsed pattern (admission.md 2.3): segments; `**` by itself is any number of them. */
export interface KeyPattern {
  /** As the policy has it. */
  readonly text: string;
  readonly segments: readonly (readonly Piece[])[];
  /** The segments as they are to be matched, where no placeholder stands in them. */
  readonly bound: readonly string[] | undefined;
}

export type PatternParsing =
  | { readonly ok: true; readonly pattern: KeyPattern }
  | { readonly ok: false; readonly message: string; readonly placeholder: boolean };

const LABEL_HEAD = 'namespace.labels[';
const KNOWN = '{{namespace}}, {{namespace.labels["NAME"]}} and {{cluster}}';

function readPlaceholder(text: string): Placeholder | undefined {
  const word = text.trim();
  if (word === 'namespace') {
    return { of: 'namespace' };
  }
  if (word === 'cluster') {
    return { of: 'cluster' };
  }
  if (!word.startsWith(LABEL_HEAD) || !word.endsWith(']')) {
    return undefined;
  }
  const label = word.slice(LABEL_HEAD.length, -1);
  const inner = label.slice(1, -1);
  const quoted = label.length > 2 && label.startsWith('"') && label.endsWith('"');
  return quoted && !inner.includes('"') && !inner.includes('\\')
    ? { of: 'label', label: inner }
    : undefined;
}

/** Text and placeholders in turn; the message when a placeholder is not closed or not known. */
function readPieces(text: string): readonly Piece[] | string {
  const pieces: Piece[] = [];
  let rest = text;
  for (let open = rest.indexOf('{{'); open >= 0; open = rest.indexOf('{{')) {
    const close = rest.indexOf('}}', open);
    if (close < 0) {
      return '"{{" is not closed';
    }
    const inner = rest.slice(open + 2, close);
    const placeholder = readPlaceholder(inner);
    if (placeholder === undefined) {
      return `unknown placeholder ${quote(inner.trim())}; there are ${KNOWN}`;
    }
    pieces.push(rest.slice(0, open), placeholder);
    rest = rest.slice(close + 2);
  }
  return [...pieces, rest];
}

function splitSegments(pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  const segments: Piece[][] = [[]];
  for (const piece of pieces) {
    const [first = '', ...more] = typeof piece === 'string' ? piece.split('/') : [piece];
    segments.at(-1)?.push(first);
    segments.push(...more.map((part) => [part]));
  }
  return segments.map((segment) => segment.filter((piece) => piece !== ''));
}

function segmentProblem(segment: readonly Piece[]): string | undefined {
  if (segment.length === 0) {
    return 'has an empty segment (a slash at an end, or two in a row)';
  }
  const text = segment.map((piece) => (typeof piece === 'string' ? piece : 'x')).join('');
  if (text.includes('**') && text !== '**') {
    return 'has "**" beside other text; it stands for whole segments only';
  }
  return text === '.' || text === '..' ? 'has a segment "." or ".."' : undefined;
}

function bindWhole(segments: readonly (readonly Piece[])[]): readonly string[] | undefined {
  const texts: string[] = [];
  for (const segment of segments) {
    const words = segment.filter((piece) => typeof piece === 'string');
    if (words.length < segment.length) {
      return undefined;
    }
    texts.push(words.join(''));
  }
  return texts;
}

/** `*` is any run of characters in a segment, `**` any number of segments, everything else itself. No regular expressions. */
export function parseKeyPattern(text: string): PatternParsing {
  if (text !== text.trim()) {
    return { ok: false, message: 'begins or ends with white space', placeholder: false };
  }
  const pieces = readPieces(text);
  if (typeof pieces === 'string') {
    return { ok: false, message: pieces, placeholder: true };
  }
  const segments = splitSegments(pieces);
  const problem = segments.map(segmentProblem).find((found) => found !== undefined);
  return problem === undefined
    ? { ok: true, pattern: { text, segments, bound: bindWhole(segments) } }
    : { ok: false, message: problem, placeholder: false };
}

/** What placeholders stand for in one namespace. */
export interface PatternScope {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly cluster: string;
}

export type BoundPattern =
  | { readonly ok: true; readonly segments: readonly string[] }
  | { readonly ok: false; readonly missing: string };

function valueOf(placeholder: Placeholder, scope: PatternScope): string {
  switch (placeholder.of) {
    case 'namespace':
      return scope.namespace;
    case 'cluster':
      return scope.cluster;
    case 'label':
      return Object.hasOwn(scope.labels, placeholder.label)
        ? (scope.labels[placeholder.label] ?? '')
        : '';
  }
}

function nameOf(placeholder: Placeholder): string {
  switch (placeholder.of) {
    case 'namespace':
      return 'the namespace';
    case 'cluster':
      return 'clusterName of the SecretAccessConfig';
    case 'label':
      return `label ${quote(placeholder.label)} of the namespace`;
  }
}

/** Values become literal text: what would be a wildcard or a separator is as good as missing. */
export function bindPattern(pattern: KeyPattern, scope: PatternScope): BoundPattern {
  if (pattern.bound !== undefined) {
    return { ok: true, segments: pattern.bound };
  }
  const segments: string[] = [];
  for (const segment of pattern.segments) {
    let text = '';
    for (const piece of segment) {
      const value = typeof piece === 'string' ? piece : valueOf(piece, scope);
      if (typeof piece !== 'string' && (value === '' || /[*/]/u.test(value))) {
        return { ok: false, missing: nameOf(piece) };
      }
      text += value;
    }
    segments.push(text);
  }
  return { ok: true, segments };
}

/** Whether the pattern cannot be bound without the namespace's labels. */
export function needsLabels(pattern: KeyPattern): boolean {
  return pattern.segments.flat().some((piece) => typeof piece !== 'string' && piece.of === 'label');
}
