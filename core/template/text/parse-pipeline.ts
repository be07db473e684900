import { quote } from '../fmt/index.ts';
import type { ByteString } from '../value/index.ts';
import { parseCharacter, parseString } from './literal.ts';
import type { ChainStart, CommandNode, NumberNode, Operand, PipelineNode } from './node.ts';
import { fail, type Parser, unexpected } from './parser.ts';
import { parseNumber } from './parse-number.ts';
import type { Token, TokenKind } from './token.ts';

/** Deepest nesting of parentheses; Go allows 10,000 (its stack is larger). */
const MAX_DEPTH = 500;

/** Declarations, then commands up to the closing token, which is taken as well. */
export function parsePipeline(parser: Parser, context: string, closing: TokenKind): PipelineNode {
  const { tokens } = parser;
  const { offset } = tokens.peekPastSpace();
  const { variables, assigns } = parseDeclarations(parser, context);
  const commands: CommandNode[] = [];
  for (;;) {
    const token = tokens.peekPastSpace();
    if (token.kind === closing) {
      tokens.nextPastSpace();
      checkPipeline(parser, context, commands);
      const source = pipelineSource(variables, assigns, commands);
      return { kind: 'pipeline', offset, source, variables, assigns, commands };
    }
    if (!OPERAND_KINDS.has(token.kind)) {
      unexpected(parser, tokens.nextPastSpace(), context);
    }
    commands.push(parseCommand(parser));
  }
}

function pipelineSource(
  variables: readonly ByteString[],
  assigns: boolean,
  commands: readonly CommandNode[],
): ByteString {
  const prefix = variables.length === 0 ? '' : `${variables.join(', ')} ${assigns ? '=' : ':='} `;
  return prefix + commands.map((command) => command.source).join(' | ');
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

interface Declarations {
  readonly variables: readonly ByteString[];
  readonly assigns: boolean;
}

function parseDeclarations(parser: Parser, context: string): Declarations {
  const { tokens } = parser;
  const variables: ByteString[] = [];
  for (;;) {
    const variable = tokens.peekPastSpace();
    if (variable.kind !== 'variable') {
      return { variables, assigns: false };
    }
    const sign = tokens.peekAfter();
    const isComma = sign.kind === 'punctuation' && sign.text === ',';
    if (!isComma && sign.kind !== 'declare' && sign.kind !== 'assign') {
      return { variables, assigns: false };
    }
    tokens.nextPastSpace();
    tokens.nextPastSpace();
    variables.push(variable.text);
    parser.scope.variables.push(variable.text);
    if (!isComma) {
      return { variables, assigns: sign.kind === 'assign' };
    }
    checkComma(parser, context, variables.length);
  }
}

const AFTER_COMMA: ReadonlySet<TokenKind> = new Set(['variable', 'right-delimiter', 'right-paren']);

/** Only range takes two variables. */
function checkComma(parser: Parser, context: string, count: number): void {
  if (context !== 'range' || count > 1) {
    fail(parser, `too many declarations in ${context}`);
  }
  if (!AFTER_COMMA.has(parser.tokens.peekPastSpace().kind)) {
    fail(parser, 'range can only initialize variables');
  }
}

const CONSTANT_KINDS: ReadonlySet<Operand['kind']> = new Set([
  'bool',
  'dot',
  'nil',
  'number',
  'string',
]);

function checkPipeline(parser: Parser, context: string, commands: readonly CommandNode[]): void {
  if (commands.length === 0) {
    fail(parser, `missing value for ${context}`);
  }
  const stage = commands.findIndex(
    (command, index) => index > 0 && CONSTANT_KINDS.has(command.first.kind),
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
    return commandOf(parser, offset, operands);
  }
}

function commandOf(parser: Parser, offset: number, operands: readonly Operand[]): CommandNode {
  const [first, ...rest] = operands;
  if (first === undefined) {
    return fail(parser, 'empty command');
  }
  const source = operands.map((operand) => operandSource(operand)).join(' ');
  return { offset, source, first, rest };
}

function operandSource(operand: Operand): ByteString {
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
  const names: ByteString[] = [];
  while (tokens.peek().kind === 'field') {
    names.push(tokens.next().text.slice(1));
  }
  const source = `${operandSource(term)}.${names.join('.')}`;
  if (term.kind === 'field' || term.kind === 'variable') {
    return { ...term, offset, source, names: [...term.names, ...names] };
  }
  return isChainStart(term)
    ? { kind: 'chain', offset, source, operand: term, names }
    : fail(parser, `unexpected . after term ${quote(term.source)}`);
}

function isChainStart(operand: Operand): operand is ChainStart {
  return ['chain', 'identifier', 'pipeline'].includes(operand.kind);
}

function parseTerm(parser: Parser): Operand | undefined {
  const { tokens } = parser;
  const token = tokens.peek();
  const parse = TERMS[token.kind];
  if (parse === undefined) {
    return undefined;
  }
  tokens.next();
  return parse(parser, token);
}

/** How a token becomes a term. */
const TERMS: Partial<Record<TokenKind, (parser: Parser, token: Token) => Operand>> = {
  dot: (_parser, { offset, text }) => ({ kind: 'dot', offset, source: text }),
  nil: (_parser, { offset, text }) => ({ kind: 'nil', offset, source: text }),
  field: (_parser, { offset, text }) => ({
    kind: 'field',
    offset,
    source: text,
    names: [text.slice(1)],
  }),
  bool: (_parser, { offset, text }) => ({
    kind: 'bool',
    offset,
    source: text,
    value: text === 'true',
  }),
  variable: useVariable,
  identifier: useFunction,
  'left-paren': parseParenthesis,
  string: stringTerm,
  'raw-string': stringTerm,
  character: characterTerm,
  number: numberTerm,
};

function useVariable(parser: Parser, { offset, text }: Token): Operand {
  if (!parser.scope.variables.includes(text)) {
    fail(parser, `undefined variable ${quote(text)}`);
  }
  return { kind: 'variable', offset, source: text, name: text, names: [] };
}

function useFunction(parser: Parser, { offset, text }: Token): Operand {
  const problem = parser.functionProblem(text);
  return problem === undefined
    ? { kind: 'identifier', offset, source: text, name: text }
    : fail(parser, problem);
}

function parseParenthesis(parser: Parser): Operand {
  const { scope } = parser;
  if (scope.parenthesisDepth >= MAX_DEPTH) {
    fail(parser, 'max expression depth exceeded');
  }
  scope.parenthesisDepth += 1;
  const pipeline = parsePipeline(parser, 'parenthesized pipeline', 'right-paren');
  scope.parenthesisDepth -= 1;
  return pipeline;
}

function stringTerm(parser: Parser, { offset, text }: Token): Operand {
  const literal = parseString(text);
  return literal.ok
    ? { kind: 'string', offset, source: text, value: literal.value }
    : fail(parser, literal.message);
}

function characterTerm(parser: Parser, { offset, text }: Token): NumberNode {
  const literal = parseCharacter(text);
  return literal.ok
    ? {
        kind: 'number',
        offset,
        source: text,
        integer: BigInt(literal.value),
        float: literal.value,
        isFloat: false,
        complex: undefined,
      }
    : fail(parser, literal.message);
}

function numberTerm(parser: Parser, { offset, text }: Token): NumberNode {
  const literal = parseNumber(text);
  return literal.ok
    ? { kind: 'number', offset, source: text, ...literal.value }
    : fail(parser, literal.message);
}
