import { lexAction } from './lex-action.ts';
import type { Token } from './token.ts';

const LEFT = '{{';
const RIGHT = '}}';
const LEFT_TRIM = /^-[ \t\r\n]/;
const RIGHT_TRIM = /^[ \t\r\n]-/;

/** A template's text as tokens; the last one is `end`, or `error` where reading had to stop. */
export function lex(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const left = text.indexOf(LEFT, at);
    if (left < 0) {
      tokens.push({ kind: 'text', text: text.slice(at), offset: at });
      break;
    }
    const trims = LEFT_TRIM.test(text.slice(left + 2, left + 4));
    const before = trims ? text.slice(at, left).replace(/[ \t\r\n]+$/, '') : text.slice(at, left);
    if (before !== '') {
      tokens.push({ kind: 'text', text: before, offset: at });
    }
    const end = lexDelimited(text, left, left + (trims ? 4 : 2), tokens);
    if (end === undefined) {
      return tokens;
    }
    at = end;
  }
  tokens.push({ kind: 'end', text: '', offset: text.length });
  return tokens;
}

/** A comment or an action; the index where text goes on, or undefined after an error token. */
function lexDelimited(
  text: string,
  left: number,
  begin: number,
  tokens: Token[],
): number | undefined {
  if (!text.startsWith('/*', begin)) {
    tokens.push({ kind: 'left-delimiter', text: LEFT, offset: left });
    const end = lexAction(text, begin, tokens, (at) => rightDelimiterLength(text, at) > 0);
    return end === undefined ? undefined : afterRightDelimiter(text, end);
  }
  const close = text.indexOf('*/', begin + 2);
  if (close < 0) {
    return fail(tokens, 'unclosed comment', begin);
  }
  if (rightDelimiterLength(text, close + 2) === 0) {
    return fail(tokens, 'comment ends before closing delimiter', begin);
  }
  return afterRightDelimiter(text, close + 2);
}

function fail(tokens: Token[], message: string, offset: number): number | undefined {
  tokens.push({ kind: 'error', text: message, offset });
  return undefined;
}

/** The length of the delimiter that stands at `at`, its trim marker included; 0 when there is none. */
export function rightDelimiterLength(text: string, at: number): number {
  const trims = RIGHT_TRIM.test(text.slice(at, at + 2));
  const length = trims && text.startsWith(RIGHT, at + 2) ? 4 : 2;
  return length === 4 || text.startsWith(RIGHT, at) ? length : 0;
}

function afterRightDelimiter(text: string, at: number): number {
  const length = rightDelimiterLength(text, at);
  const end = at + length;
  if (length === 2) {
    return end;
  }
  return end + (/^[ \t\r\n]*/.exec(text.slice(end))?.[0].length ?? 0);
}
