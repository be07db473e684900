import { type ByteString, fromRune, isDigit, isLetter, isPrint, runeAt } from '../value/index.ts';
import { quote } from '../fmt/index.ts';
import { rightDelimiterLength } from './delimiter.ts';
import { KEYWORDS, type Token, type TokenKind } from './token.ts';

/** What reading one token gave: where the next begins, or undefined after an error. */
type Next = number | undefined;

interface ActionLexer {
  readonly text: ByteString;
  readonly tokens: Token[];
  readonly right: ByteString;
  depth: number;
}

export interface ActionPlace {
  readonly text: ByteString;
  /** Where the action's first token is. */
  readonly begin: number;
  readonly tokens: Token[];
  readonly right: ByteString;
}

/** Reads an action's tokens up to and with its right delimiter; answers where that stands, or undefined after an error token. */
export function lexAction({ text, begin, tokens, right }: ActionPlace): number | undefined {
  const lexer: ActionLexer = { text, tokens, right, depth: 0 };
  let at = begin;
  while (!atEnd(lexer, at)) {
    const next = lexOne(lexer, at);
    if (next === undefined) {
      return undefined;
    }
    at = next;
  }
  if (lexer.depth > 0) {
    return fail(lexer, 'unclosed left paren', at);
  }
  const trims = !text.startsWith(right, at);
  tokens.push({ kind: 'right-delimiter', text: right, offset: trims ? at + 2 : at });
  return at;
}

function atEnd({ text, right }: ActionLexer, at: number): boolean {
  return rightDelimiterLength(text, at, right) > 0;
}

function fail(lexer: ActionLexer, message: string, offset: number): Next {
  lexer.tokens.push({ kind: 'error', text: message, offset });
  return undefined;
}

function push(lexer: ActionLexer, kind: TokenKind, from: number, to: number): number {
  lexer.tokens.push({ kind, text: lexer.text.slice(from, to), offset: from });
  return to;
}

const PUNCTUATION: Readonly<Record<string, TokenKind>> = { '=': 'assign', '|': 'pipe' };

function lexOne(lexer: ActionLexer, at: number): Next {
  const character = lexer.text.charAt(at);
  if (character === '') {
    return fail(lexer, 'unclosed action', at);
  }
  if (/[ \t\r\n]/.test(character)) {
    return lexSpace(lexer, at);
  }
  if ('"\'`'.includes(character)) {
    return lexQuoted(lexer, at, character);
  }
  if (/[-+0-9]/.test(character) || /^\.(?:[0-9]|$)/.test(lexer.text.slice(at, at + 2))) {
    return lexNumber(lexer, at);
  }
  if (character === '.' || character === '$') {
    return lexWord(lexer, at, at + 1);
  }
  return isWordCharacter(lexer.text, at) ? lexWord(lexer, at, at) : lexSign(lexer, at, character);
}

function lexSign(lexer: ActionLexer, at: number, character: string): Next {
  const kind = PUNCTUATION[character];
  if (kind !== undefined) {
    return push(lexer, kind, at, at + 1);
  }
  if (character === ':') {
    return lexer.text.charAt(at + 1) === '='
      ? push(lexer, 'declare', at, at + 2)
      : fail(lexer, 'expected :=', at);
  }
  if (character === '(') {
    lexer.depth += 1;
    return push(lexer, 'left-paren', at, at + 1);
  }
  if (character === ')') {
    lexer.depth -= 1;
    return lexer.depth < 0
      ? fail(lexer, 'unexpected right paren', at)
      : push(lexer, 'right-paren', at, at + 1);
  }
  return /[!-~]/.test(character)
    ? push(lexer, 'punctuation', at, at + 1)
    : fail(lexer, `unrecognized character in action: ${describeCharacter(lexer.text, at)}`, at);
}

/** A run of space, without the one that belongs to a trimming delimiter. */
function lexSpace(lexer: ActionLexer, at: number): number {
  let end = at + 1;
  while (/[ \t\r\n]/.test(lexer.text.charAt(end)) && !atEnd(lexer, end)) {
    end += 1;
  }
  return push(lexer, 'space', at, end);
}

const QUOTED = {
  '"': { kind: 'string', fault: 'unterminated quoted string' },
  "'": { kind: 'character', fault: 'unterminated character constant' },
  '`': { kind: 'raw-string', fault: 'unterminated raw quoted string' },
} as const;

function lexQuoted(lexer: ActionLexer, at: number, quote: string): Next {
  const { kind, fault } = QUOTED[quote === '"' || quote === "'" ? quote : '`'];
  for (let end = at + 1; end < lexer.text.length; end += 1) {
    const character = lexer.text.charAt(end);
    if (character === quote) {
      return push(lexer, kind, at, end + 1);
    }
    if (quote !== '`' && character === '\n') {
      break;
    }
    if (quote !== '`' && character === '\\' && lexer.text.charAt(end + 1) !== '\n') {
      end += 1;
    }
  }
  return fail(lexer, fault, at);
}

const NUMBER =
  /[+-]?(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]*)?|0[oO][0-7_]*(?:\.[0-7_]*)?|0[bB][01_]*(?:\.[01_]*)?|[0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?)i?/y;

function lexNumber(lexer: ActionLexer, at: number): Next {
  const first = numberEnd(lexer, at);
  let end = first;
  if (isWordCharacter(lexer.text, end)) {
    badNumber(lexer, at, end + wordCharacterWidth(lexer.text, end));
    return;
  }
  if (/[+-]/.test(lexer.text.charAt(end))) {
    end = numberEnd(lexer, end);
    if (isWordCharacter(lexer.text, end)) {
      badNumber(lexer, at, end + wordCharacterWidth(lexer.text, end));
      return;
    }
    if (lexer.text.charAt(end - 1) !== 'i') {
      badNumber(lexer, at, end);
      return;
    }
  }
  return push(lexer, 'number', at, end);
}

function numberEnd(lexer: ActionLexer, at: number): number {
  NUMBER.lastIndex = at;
  return at + (NUMBER.exec(lexer.text)?.[0].length ?? 0);
}

function badNumber(lexer: ActionLexer, from: number, to: number): Next {
  return fail(lexer, `bad number syntax: ${quote(lexer.text.slice(from, to))}`, from);
}

/** An identifier, a keyword, a constant's name, a field or a variable; `from` is where its letters begin. */
function lexWord(lexer: ActionLexer, at: number, from: number): Next {
  let end = from;
  while (isWordCharacter(lexer.text, end)) {
    end += wordCharacterWidth(lexer.text, end);
  }
  if (!atTerminator(lexer, end)) {
    return fail(lexer, `bad character ${describeCharacter(lexer.text, end)}`, end);
  }
  return push(lexer, wordKind(lexer.text.slice(at, end)), at, end);
}

function wordKind(word: string): TokenKind {
  if (word === '.') {
    return 'dot';
  }
  if (word.startsWith('.')) {
    return 'field';
  }
  if (word.startsWith('$')) {
    return 'variable';
  }
  if (word === 'true' || word === 'false') {
    return 'bool';
  }
  if (word === 'nil') {
    return 'nil';
  }
  return KEYWORDS.has(word) ? 'keyword' : 'identifier';
}

function atTerminator(lexer: ActionLexer, at: number): boolean {
  const character = lexer.text.charAt(at);
  return character === '' || /[ \t\r\n.,|:()]/.test(character) || atEnd(lexer, at);
}

function isWordCharacter(text: ByteString, at: number): boolean {
  if (at >= text.length) {
    return false;
  }
  const { rune } = runeAt(text, at);
  return rune === 0x5f || isLetter(rune) || isDigit(rune);
}

function wordCharacterWidth(text: ByteString, at: number): number {
  return runeAt(text, at).width;
}

/** Go's %#U: U+002D '-'. */
function describeCharacter(text: ByteString, at: number): ByteString {
  const { rune } = runeAt(text, at);
  const code = `U+${rune.toString(16).toUpperCase().padStart(4, '0')}`;
  return isPrint(rune) ? `${code} '${fromRune(rune)}'` : code;
}
