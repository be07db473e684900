import { quote } from '../fmt/index.ts';
import type { ByteString } from '../value/index.ts';
import { type Delimiters } from './delimiter.ts';
import { lex } from './lex.ts';
import { parseString } from './literal.ts';
import type { BranchNode, CallNode, TemplateNode } from './node.ts';
import { parsePipeline } from './parse-pipeline.ts';
import { createScope, expect, fail, failAt, type Parser, unexpected } from './parser.ts';
import { createTokenReader } from './token-reader.ts';
import type { Token } from './token.ts';

export interface ParseOptions {
  readonly name: ByteString;
  readonly text: ByteString;
  readonly delimiters: Delimiters;
  /** What is wrong with calling a function of that name; undefined when nothing is. */
  readonly functionProblem: (name: ByteString) => ByteString | undefined;
}

/** The templates a text holds, by name, its own included. Throws TemplateError. */
export function parseTemplates(
  options: ParseOptions,
): ReadonlyMap<ByteString, readonly TemplateNode[]> {
  const { name, text, delimiters, functionProblem } = options;
  const tokens = createTokenReader(lex(text, delimiters));
  const templates = new Map<ByteString, readonly TemplateNode[]>();
  const parser: Parser = { name, text, tokens, functionProblem, templates, scope: createScope() };
  const root: TemplateNode[] = [];
  while (tokens.peek().kind !== 'end') {
    if (isDefine(parser)) {
      parseDefinition(parser);
    } else {
      root.push(parseTopNode(parser));
    }
  }
  addTemplate(parser, name, root);
  return templates;
}

function isDefine({ tokens }: Parser): boolean {
  return tokens.peek().kind === 'left-delimiter' && isKeyword(tokens.peekAfter(), 'define');
}

function isKeyword(token: Token, word: string): boolean {
  return token.kind === 'keyword' && token.text === word;
}

function parseTopNode(parser: Parser): TemplateNode {
  const node = parseNode(parser);
  return node === 'end' || node === 'else' ? fail(parser, `unexpected {{${node}}}`) : node;
}

/** A body without more than space does not replace another one; two others are an error. */
function addTemplate(parser: Parser, name: ByteString, nodes: readonly TemplateNode[]): void {
  const known = parser.templates.get(name);
  if (known === undefined || isEmpty(known)) {
    parser.templates.set(name, nodes);
  } else if (!isEmpty(nodes)) {
    fail(parser, `template: multiple definition of template ${quote(name)}`);
  }
}

const ONLY_SPACE =
  /^(?:[\t-\r \x85\xa0]|\xc2[\x85\xa0]|\xe1\x9a\x80|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|\xe2\x81\x9f|\xe3\x80\x80)*$/;

function isEmpty(nodes: readonly TemplateNode[]): boolean {
  return nodes.every((node) => node.kind === 'text' && ONLY_SPACE.test(node.text));
}

function parseDefinition(parser: Parser): void {
  const { tokens } = parser;
  tokens.nextPastSpace();
  tokens.nextPastSpace();
  withinOwnScope(parser, () => {
    const name = parseName(parser, tokens.nextPastSpace(), 'define clause');
    expect(parser, 'right-delimiter', 'define clause');
    const { nodes, closing } = parseList(parser);
    if (closing === 'else') {
      fail(parser, 'unexpected {{else}} in define clause');
    }
    addTemplate(parser, name, nodes);
  });
}

function withinOwnScope(parser: Parser, parse: () => void): void {
  const outer = parser.scope;
  parser.scope = createScope();
  parse();
  parser.scope = outer;
}

interface NodeList {
  readonly nodes: readonly TemplateNode[];
  readonly closing: 'end' | 'else';
}

/** Nodes up to `{{end}}` or `{{else}}`. */
function parseList(parser: Parser): NodeList {
  const { tokens } = parser;
  const nodes: TemplateNode[] = [];
  while (tokens.peekPastSpace().kind !== 'end') {
    const node = parseNode(parser);
    if (node === 'end' || node === 'else') {
      return { nodes, closing: node };
    }
    nodes.push(node);
  }
  return fail(parser, 'unexpected EOF');
}

/** A text or an action; the closing actions are only named. */
function parseNode(parser: Parser): TemplateNode | 'end' | 'else' {
  const token = parser.tokens.nextPastSpace();
  if (token.kind === 'text') {
    return { kind: 'text', text: token.text };
  }
  if (token.kind !== 'left-delimiter') {
    return unexpected(parser, token, 'input');
  }
  const { scope } = parser;
  scope.actionOffset = token.offset;
  const node = parseAction(parser);
  scope.actionOffset = undefined;
  return node;
}

function parseAction(parser: Parser): TemplateNode | 'end' | 'else' {
  const { tokens } = parser;
  const word = tokens.peekPastSpace();
  const control = word.kind === 'keyword' ? CONTROLS[word.text] : undefined;
  if (control === undefined) {
    return { kind: 'action', pipeline: parsePipeline(parser, 'command', 'right-delimiter') };
  }
  tokens.next();
  return control(parser);
}

/** What follows each keyword; `define` stands at the top only. */
const CONTROLS: Readonly<Record<string, (parser: Parser) => TemplateNode | 'end' | 'else'>> = {
  block: parseBlock,
  break: (parser) => parseLoopControl(parser, 'break'),
  continue: (parser) => parseLoopControl(parser, 'continue'),
  else: parseElse,
  end: (parser) => {
    expect(parser, 'right-delimiter', 'end');
    return 'end';
  },
  if: (parser) => parseBranch(parser, 'if'),
  range: (parser) => parseBranch(parser, 'range'),
  template: parseCall,
  with: (parser) => parseBranch(parser, 'with'),
};

function parseLoopControl(parser: Parser, kind: 'break' | 'continue'): TemplateNode {
  expect(parser, 'right-delimiter', `{{${kind}}}`);
  return parser.scope.rangeDepth === 0 ? fail(parser, `{{${kind}}} outside {{range}}`) : { kind };
}

/** `{{else if …}}` leaves its `if` to whoever asked. */
function parseElse(parser: Parser): 'else' {
  const next = parser.tokens.peekPastSpace();
  if (!isKeyword(next, 'if') && !isKeyword(next, 'with')) {
    expect(parser, 'right-delimiter', 'else');
  }
  return 'else';
}

function parseBranch(parser: Parser, kind: BranchNode['kind']): BranchNode {
  const { scope } = parser;
  const known = scope.variables.length;
  const pipeline = parsePipeline(parser, kind, 'right-delimiter');
  scope.rangeDepth += kind === 'range' ? 1 : 0;
  const { nodes: body, closing } = parseList(parser);
  scope.rangeDepth -= kind === 'range' ? 1 : 0;
  const otherwise = closing === 'else' ? parseOtherwise(parser, kind) : undefined;
  scope.variables.length = known;
  return { kind, pipeline, body, otherwise };
}

function parseOtherwise(parser: Parser, kind: BranchNode['kind']): readonly TemplateNode[] {
  const { tokens } = parser;
  if (kind !== 'range' && isKeyword(tokens.peek(), kind)) {
    tokens.next();
    return [parseBranch(parser, kind)];
  }
  const { nodes, closing } = parseList(parser);
  return closing === 'end' ? nodes : fail(parser, 'expected end; found {{else}}');
}

function parseBlock(parser: Parser): CallNode {
  const token = parser.tokens.nextPastSpace();
  const name = parseName(parser, token, 'block clause');
  const pipeline = parsePipeline(parser, 'block clause', 'right-delimiter');
  const begin = parser.tokens.furthest().offset;
  withinOwnScope(parser, () => {
    const { nodes, closing } = parseList(parser);
    if (closing === 'else') {
      // Go's reader outside the block has not followed what is in it.
      failAt(parser, begin, 'unexpected {{else}} in block clause');
    }
    addTemplate(parser, name, nodes);
  });
  const source = `{{template ${quote(name)} ${pipeline.source}}}`;
  return { kind: 'template', offset: token.offset, source, name, pipeline };
}

function parseCall(parser: Parser): CallNode {
  const { tokens } = parser;
  const token = tokens.nextPastSpace();
  const { offset } = token;
  const name = parseName(parser, token, 'template clause');
  if (tokens.peekPastSpace().kind === 'right-delimiter') {
    tokens.next();
    const source = `{{template ${quote(name)}}}`;
    return { kind: 'template', offset, source, name, pipeline: undefined };
  }
  const pipeline = parsePipeline(parser, 'template clause', 'right-delimiter');
  const source = `{{template ${quote(name)} ${pipeline.source}}}`;
  return { kind: 'template', offset, source, name, pipeline };
}

function parseName(parser: Parser, token: Token, context: string): ByteString {
  if (token.kind !== 'string' && token.kind !== 'raw-string') {
    return unexpected(parser, token, context);
  }
  const literal = parseString(token.text);
  return literal.ok ? literal.value : fail(parser, literal.message);
}
