import type { ByteString } from '../value/index.ts';
import { type Delimiters, matchesAt, rightDelimiterLength } from './delimiter.ts';
import { lexAction } from './lex-action.ts';
import type { Token } from './token.ts';

const LEFT_TRIM = /-[ \t\r\n]/y;
const SPACES = /[ \t\r\n]*/y;

/** A template's bytes as tokens; the last one is `end`, or `error` where reading had to stop. */
export function lex(text: ByteString, delimiters: Delimiters): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const left = text.indexOf(delimiters.left, at);
    if (left < 0) {
      tokens.push({ kind: 'text', text: text.slice(at), offset: at });
      break;
    }
    const inner = left + delimiters.left.length;
    const trims = matchesAt(LEFT_TRIM, text, inner);
    const before = trims ? withoutSpaceAtEnd(text.slice(at, left)) : text.slice(at, left);
    if (before !== '') {
      tokens.push({ kind: 'text', text: before, offset: at });
    }
    const end = lexDelimited({ text, delimiters, tokens }, left, trims ? inner + 2 : inner);
    if (end === undefined) {
      return tokens;
    }
    at = end;
  }
  tokens.push({ kind: 'end', text: '', offset: text.length });
  return tokens;
}

/** Character by character: a pattern would take quadratic time over long runs of space. */
function withoutSpaceAtEnd(text: ByteString): ByteString {
  let end = text.length;
  while (end > 0 && ' \t\r\n'.includes(text.charAt(end - 1))) {
    end -= 1;
  }
  return text.slice(0, end);
}

interface Lexer {
  readonly text: ByteString;
  readonly delimiters: Delimiters;
  readonly tokens: Token[];
}

/** A comment or an action; the index where text goes on, or undefined after an error token. */
function lexDelimited(lexer: Lexer, left: number, begin: number): number | undefined {
  const { text, delimiters, tokens } = lexer;
  if (!text.startsWith('/*', begin)) {
    tokens.push({ kind: 'left-delimiter', text: delimiters.left, offset: left });
    const end = lexAction({ text, begin, tokens, right: delimiters.right });
    return end === undefined ? undefined : afterRightDelimiter(lexer, end);
  }
  const close = text.indexOf('*/', begin + 2);
  if (close < 0) {
    return fail(lexer, 'unclosed comment', begin);
  }
  if (rightDelimiterLength(text, close + 2, delimiters.right) === 0) {
    return fail(lexer, 'comment ends before closing delimiter', begin);
  }
  return afterRightDelimiter(lexer, close + 2);
}

function fail({ tokens }: Lexer, message: string, offset: number): number | undefined {
  tokens.push({ kind: 'error', text: message, offset });
  return undefined;
}

function afterRightDelimiter({ text, delimiters }: Lexer, at: number): number {
  const length = rightDelimiterLength(text, at, delimiters.right);
  if (length === delimiters.right.length) {
    return at + length;
  }
  SPACES.lastIndex = at + length;
  return at + length + (SPACES.exec(text)?.[0].length ?? 0);
}
