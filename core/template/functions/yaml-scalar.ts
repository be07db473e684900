import { resolvePlain } from './yaml-resolve.ts';

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal';

export function isBreak(character: string | undefined): boolean {
  return character !== undefined && /^[\n\r\u0085\u2028\u2029]$/u.test(character);
}

/** What the emitter writes as it is. */
export function isPrintable(character: string): boolean {
  return /^[\n\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]$/u.test(character);
}

/** The styles a text can have, but for what stands around it. */
interface Allowed {
  readonly plain: boolean;
  readonly single: boolean;
  readonly literal: boolean;
  readonly isMultiline: boolean;
}

const FIRST_INDICATOR = /^[#,[\]{}&*!|>'"%@`]/u;
const FIRST_BEFORE_BLANK = /^[?:-](?:[ \t]|$)/u;
const WITHIN = /:(?:[ \t]|$)|[ \t\n\r\u0085\u2028\u2029\0]#/u;

function hasIndicators(text: string): boolean {
  return (
    text.startsWith('---') ||
    text.startsWith('...') ||
    FIRST_INDICATOR.test(text) ||
    FIRST_BEFORE_BLANK.test(text) ||
    WITHIN.test(text)
  );
}

const BREAK = '[\\n\\r\\u0085\\u2028\\u2029]';
const EDGE_SPACE = /^ | $/u;
const EDGE_BREAK = new RegExp(`^${BREAK}|${BREAK}$`, 'u');
const BREAK_SPACE = new RegExp(`${BREAK} `, 'u');
const SPACE_BREAK = new RegExp(` ${BREAK}`, 'u');
const ANY_BREAK = new RegExp(BREAK, 'u');

function allowed(text: string): Allowed {
  if (text === '') {
    return { plain: true, single: true, literal: false, isMultiline: false };
  }
  const isSpecial = Array.from(text).some((character) => !isPrintable(character));
  const isAwkward = isSpecial || SPACE_BREAK.test(text);
  const isMultiline = ANY_BREAK.test(text);
  const hasEdges = EDGE_SPACE.test(text) || EDGE_BREAK.test(text);
  const hasBreakSpace = BREAK_SPACE.test(text);
  return {
    plain: !isAwkward && !hasBreakSpace && !isMultiline && !hasEdges && !hasIndicators(text),
    single: !isAwkward && !hasBreakSpace,
    literal: !isAwkward && !text.endsWith(' '),
    isMultiline,
  };
}

const BASE_60 = /^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/u;

function wantedStyle(text: string): ScalarStyle {
  if (text.includes('\n')) {
    return 'literal';
  }
  return resolvePlain(text).kind === 'string' && !BASE_60.test(text) ? 'plain' : 'double';
}

/** How Go's yaml package writes a string; keys that stand before their colon are on one line. */
export function scalarStyle(text: string, isSimpleKey: boolean): ScalarStyle {
  const { plain, single, literal, isMultiline } = allowed(text);
  const wanted = wantedStyle(text);
  if (isSimpleKey && isMultiline) {
    return 'double';
  }
  if (wanted === 'literal') {
    return literal && !isSimpleKey ? 'literal' : 'double';
  }
  if (wanted === 'plain' && !plain) {
    return single ? 'single' : 'double';
  }
  return wanted;
}

const LONGEST_SIMPLE_KEY = 128;

/** Whether a key can stand before its colon. */
export function isSimpleKey(text: string): boolean {
  return !allowed(text).isMultiline && Buffer.byteLength(text) <= LONGEST_SIMPLE_KEY;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\0', '0'],
  ['\x07', 'a'],
  ['\b', 'b'],
  ['\t', 't'],
  ['\n', 'n'],
  ['\v', 'v'],
  ['\f', 'f'],
  ['\r', 'r'],
  ['\x1b', 'e'],
  ['"', '"'],
  ['\\', '\\'],
  ['\u0085', 'N'],
  ['\u00a0', '_'],
  ['\u2028', 'L'],
  ['\u2029', 'P'],
]);

/** A character within double quotes. */
export function escaped(character: string): string {
  const needsNone =
    isPrintable(character) && !isBreak(character) && character !== '"' && character !== '\\';
  if (needsNone) {
    return character;
  }
  const short = ESCAPES.get(character);
  if (short !== undefined) {
    return `\\${short}`;
  }
  const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
  if (hex.length <= 2) {
    return `\\x${hex.padStart(2, '0')}`;
  }
  return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
