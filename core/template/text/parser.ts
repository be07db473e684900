import { quote, sprintf } from '../fmt/index.ts';
import type { Budget, ByteString } from '../value/index.ts';
import { TemplateError, positionOf } from './template-error.ts';
import type { TemplateNode } from './node.ts';
import type { TokenReader } from './token-reader.ts';
import type { Token, TokenKind } from './token.ts';

export interface Parser {
  readonly name: ByteString;
  readonly text: ByteString;
  readonly tokens: TokenReader;
  /** Whether a function of that name may be called; answers the complaint when not. */
  readonly functionProblem: (name: ByteString) => ByteString | undefined;
  readonly templates: Map<ByteString, readonly TemplateNode[]>;
  scope: Scope;
}

/** What one template (the text itself, or a define or block in it) keeps while it is parsed. */
export interface Scope {
  /** Variables seen so far, the latest last. */
  readonly variables: ByteString[];
  rangeDepth: number;
  parenthesisDepth: number;
  /** Where the action being parsed began. */
  actionOffset: number | undefined;
}

export function createScope(): Scope {
  return { variables: ['$'], rangeDepth: 0, parenthesisDepth: 0, actionOffset: undefined };
}

/** Ends the parsing with an error, on the line Go would name. */
export function fail(parser: Parser, message: ByteString): never {
  return failAt(parser, parser.tokens.furthest().offset, message);
}

export function failAt({ name, text }: Parser, offset: number, message: ByteString): never {
  const position = positionOf(text, offset);
  throw new TemplateError(`${name}:${position.line}`, message, position);
}

/** Complains about a token. */
export function unexpected(parser: Parser, token: Token, context: string): never {
  if (token.kind !== 'error') {
    fail(parser, `unexpected ${describeToken(token)} in ${context}`);
  }
  const { name, text, scope } = parser;
  const began = scope.actionOffset === undefined ? undefined : lineOf(text, scope.actionOffset);
  if (began === undefined || began === lineOf(text, token.offset)) {
    fail(parser, token.text);
  }
  const where = token.text.endsWith(' action') ? ' started' : ' in action started';
  fail(parser, `${token.text}${where} at ${name}:${began}`);
}

function lineOf(text: ByteString, offset: number): number {
  return positionOf(text, offset).line;
}

const NAMED_KINDS: ReadonlySet<TokenKind> = new Set(['keyword', 'dot', 'nil']);
const FREE: Budget = { spend: () => undefined, checkSize: () => undefined };

function describeToken({ kind, text }: Token): ByteString {
  if (kind === 'end') {
    return 'EOF';
  }
  if (NAMED_KINDS.has(kind)) {
    return `<${text}>`;
  }
  return text.length > 10 ? sprintf('%.10q...', [text], FREE) : quote(text);
}

/** The next token, which has to be of that kind. */
export function expect(parser: Parser, kind: TokenKind, context: string): Token {
  const token = parser.tokens.nextPastSpace();
  return token.kind === kind ? token : unexpected(parser, token, context);
}
