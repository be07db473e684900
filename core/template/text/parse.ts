import { isFunctionName } from './function-names.ts';
import { lex } from './lex.ts';
import { type Literal, parseCharacter, parseNumber, parseQuoted, parseRaw } from './literal.ts';
import type { CommandNode, Operand, PipelineNode, TemplateNode } from './node.ts';
import { positionOf, TemplateError } from './template-error.ts';
import { createTokenReader, type TokenReader } from './token-reader.ts';
import type { Token, TokenKind } from './token.ts';

export interface ParseOptions {
  readonly name: string;
  readonly text: string;
  /** Names of the functions there are. */
  readonly functions: ReadonlySet<string>;
}

interface Parser {
  readonly options: ParseOptions;
  readonly tokens: TokenReader;
  readonly variables: Set<string>;
  /** Where the action being read began; errors in a later line mention it. */
  actionOffset: number;
  /** Parentheses that are open. */
  depth: number;
}

/** Go allows ten thousand; nobody means more than a few, and each costs stack. */
const MAX_DEPTH = 500;

/** Parses a template's text. Throws TemplateError, and nothing else. */
export function parseNodes(options: ParseOptions): readonly TemplateNode[] {
  const tokens = createTokenReader(lex(options.text));
  const variables = new Set(['$']);
  const parser: Parser = { options, tokens, variables, actionOffset: 0, depth: 0 };
  const nodes: TemplateNode[] = [];
  for (;;) {
    const token = tokens.next();
    if (token.kind === 'end') {
      return nodes;
    }
    nodes.push(parseNode(parser, token));
  }
}

function parseNode(parser: Parser, token: Token): TemplateNode {
  if (token.kind === 'text') {
    return { kind: 'text', text: token.text };
  }
  if (token.kind !== 'left-delimiter') {
    return unexpected(parser, token, 'input');
  }
  parser.actionOffset = token.offset;
  return parseAction(parser);
}

function fail(parser: Parser, message: string, at = parser.tokens.last()): never {
  const { name, text } = parser.options;
  const position = positionOf(text, at.offset);
  throw new TemplateError(`${name}:${position.line}`, message, position);
}

function unexpected(parser: Parser, token: Token, context: string): never {
  if (token.kind !== 'error') {
    fail(parser, `unexpected ${describeToken(token)} in ${context}`, token);
  }
  const { name, text } = parser.options;
  const began = positionOf(text, parser.actionOffset).line;
  if (began === positionOf(text, token.offset).line) {
    fail(parser, token.text, token);
  }
  const where = token.text.endsWith(' action') ? ' started' : ' in action started';
  fail(parser, `${token.text}${where} at ${name}:${began}`, token);
}

const NAMED_KINDS: ReadonlySet<TokenKind> = new Set(['keyword', 'dot', 'nil']);

function describeToken(token: Token): string {
  if (token.kind === 'end') {
    return 'EOF';
  }
  if (NAMED_KINDS.has(token.kind)) {
    return `<${token.text}>`;
  }
  const characters = Array.from(token.text);
  return characters.length > 10
    ? `${JSON.stringify(characters.slice(0, 10).join(''))}...`
    : JSON.stringify(token.text);
}

function parseAction(parser: Parser): TemplateNode {
  const first = parser.tokens.peekPastSpace();
  if (first.kind === 'keyword') {
    refuseKeyword(parser, first);
  }
  const pipeline = parsePipeline(parser, 'command', 'right-delimiter');
  return { kind: 'action', pipeline, offset: first.offset };
}

function refuseKeyword(parser: Parser, token: Token): never {
  switch (token.text) {
    case 'end':
    case 'else':
      return fail(parser, `unexpected {{${token.text}}}`, token);
    case 'break':
    case 'continue':
      return fail(parser, `{{${token.text}}} outside {{range}}`, token);
    default:
      return fail(parser, `{{${token.text}}} is not served by this version${SERVED}`, token);
  }
}

const SERVED = ': it serves fields, index, variables and pipelines';

function parsePipeline(parser: Parser, context: string, closing: TokenKind): PipelineNode {
  const { tokens } = parser;
  const { offset } = tokens.peekPastSpace();
  const declared = parseDeclaration(parser, context);
  const commands: CommandNode[] = [];
  for (;;) {
    const token = tokens.peekPastSpace();
    if (token.kind === closing) {
      tokens.nextPastSpace();
      checkPipeline(parser, context, commands);
      const source = commands.map((command) => command.source).join(' | ');
      return { kind: 'pipeline', offset, commands, ...declared, source: declared.prefix + source };
    }
    if (!OPERAND_KINDS.has(token.kind)) {
      unexpected(parser, tokens.nextPastSpace(), context);
    }
    commands.push(parseCommand(parser));
  }
}

const OPERAND_KINDS: ReadonlySet<TokenKind> = new Set([
  'bool',
  'character',
  'dot',
  'field',
  'identifier',
  'left-paren',
  'nil',
  'number',
  'raw-string',
  'string',
  'variable',
]);

interface Declaration {
  readonly variable: string | undefined;
  readonly assigns: boolean;
  readonly prefix: string;
}

function parseDeclaration(parser: Parser, context: string): Declaration {
  const { tokens } = parser;
  const token = tokens.peekPastSpace();
  const sign = token.kind === 'variable' ? tokens.peekAfter() : token;
  if (token.kind !== 'variable') {
    return { variable: undefined, assigns: false, prefix: '' };
  }
  if (sign.kind === 'punctuation' && sign.text === ',') {
    fail(parser, `too many declarations in ${context}`, sign);
  }
  if (sign.kind !== 'declare' && sign.kind !== 'assign') {
    return { variable: undefined, assigns: false, prefix: '' };
  }
  tokens.nextPastSpace();
  tokens.nextPastSpace();
  parser.variables.add(token.text);
  return {
    variable: token.text,
    assigns: sign.kind === 'assign',
    prefix: `${token.text} ${sign.text} `,
  };
}

const CONSTANT_KINDS: ReadonlySet<Operand['kind']> = new Set(['constant', 'dot', 'nil']);

function checkPipeline(parser: Parser, context: string, commands: readonly CommandNode[]): void {
  if (commands.length === 0) {
    fail(parser, `missing value for ${context}`);
  }
  const stage = commands.findIndex(
    (command, index) => index > 0 && CONSTANT_KINDS.has(command.operands[0]?.kind ?? 'field'),
  );
  if (stage > 0) {
    fail(parser, `non executable command in pipeline stage ${stage + 1}`);
  }
}

function parseCommand(parser: Parser): CommandNode {
  const { tokens } = parser;
  const { offset } = tokens.peekPastSpace();
  const operands: Operand[] = [];
  for (;;) {
    tokens.peekPastSpace();
    const operand = parseOperand(parser);
    if (operand !== undefined) {
      operands.push(operand);
    }
    const token = tokens.peek();
    if (token.kind === 'space') {
      continue;
    }
    if (token.kind === 'pipe') {
      tokens.next();
    } else if (token.kind !== 'right-delimiter' && token.kind !== 'right-paren') {
      unexpected(parser, tokens.next(), 'operand');
    }
    const source = operands.map((item) => sourceOf(item)).join(' ');
    return { kind: 'command', offset, operands, source };
  }
}

function sourceOf(operand: Operand): string {
  return operand.kind === 'pipeline' ? `(${operand.source})` : operand.source;
}

/** A term and the fields chained to it. */
function parseOperand(parser: Parser): Operand | undefined {
  const { tokens } = parser;
  const term = parseTerm(parser);
  if (term === undefined || tokens.peek().kind !== 'field') {
    return term;
  }
  const { offset } = tokens.peek();
  const names: string[] = [];
  while (tokens.peek().kind === 'field') {
    names.push(tokens.next().text.slice(1));
  }
  const source = `${sourceOf(term)}.${names.join('.')}`;
  if (term.kind === 'field' || term.kind === 'variable') {
    return { ...term, offset, source, names: [...term.names, ...names] };
  }
  if (CONSTANT_KINDS.has(term.kind)) {
    fail(parser, `unexpected . after term ${JSON.stringify(term.source)}`);
  }
  return { kind: 'chain', offset, source, operand: term, names };
}

function parseTerm(parser: Parser): Operand | undefined {
  const { tokens } = parser;
  const token = tokens.peek();
  if (!OPERAND_KINDS.has(token.kind)) {
    return undefined;
  }
  tokens.next();
  return TERMS[token.kind]?.(parser, token) ?? constantTerm(parser, token);
}

/** How a token becomes a term; every other kind of operand token is a constant. */
const TERMS: Partial<Record<TokenKind, (parser: Parser, token: Token) => Operand>> = {
  dot: (_parser, token) => ({ kind: 'dot', offset: token.offset, source: token.text }),
  nil: (_parser, token) => ({ kind: 'nil', offset: token.offset, source: token.text }),
  field: (_parser, { offset, text }) => ({
    kind: 'field',
    offset,
    source: text,
    names: [text.slice(1)],
  }),
  variable: useVariable,
  identifier: useFunction,
  'left-paren': parseParenthesis,
};

function parseParenthesis(parser: Parser): Operand {
  if (parser.depth >= MAX_DEPTH) {
    fail(parser, 'max expression depth exceeded');
  }
  parser.depth += 1;
  const pipeline = parsePipeline(parser, 'parenthesized pipeline', 'right-paren');
  parser.depth -= 1;
  return pipeline;
}

function constantTerm(parser: Parser, token: Token): Operand {
  const literal = (LITERALS[token.kind] ?? parseNumber)(token.text);
  return literal.ok
    ? {
        kind: 'constant',
        offset: token.offset,
        source: token.text,
        constant: literal.constant,
      }
    : fail(parser, literal.message, token);
}

const LITERALS: Partial<Record<TokenKind, (text: string) => Literal>> = {
  bool: (text) => ({ ok: true, constant: { kind: 'bool', value: text === 'true' } }),
  string: parseQuoted,
  'raw-string': parseRaw,
  character: parseCharacter,
};

function useVariable(parser: Parser, token: Token): Operand {
  if (!parser.variables.has(token.text)) {
    fail(parser, `undefined variable ${JSON.stringify(token.text)}`, token);
  }
  const { text, offset } = token;
  return { kind: 'variable', offset, source: text, name: text, names: [] };
}

function useFunction(parser: Parser, token: Token): Operand {
  const { text, offset } = token;
  if (!parser.options.functions.has(text)) {
    const problem = isFunctionName(text) ? `is not served by this version${SERVED}` : 'not defined';
    fail(parser, `function ${JSON.stringify(text)} ${problem}`, token);
  }
  return { kind: 'identifier', offset, source: text, name: text };
}
