import type { ByteString } from '../value/index.ts';
import type { NumberValue } from './parse-number.ts';

/** Where Go would say a node is, and how Go would print it. */
export interface Located {
  readonly offset: number;
  readonly source: ByteString;
}

export type TemplateNode =
  | { readonly kind: 'text'; readonly text: ByteString }
  | { readonly kind: 'action'; readonly pipeline: PipelineNode }
  | { readonly kind: 'break' | 'continue' }
  | BranchNode
  | CallNode;

export interface BranchNode {
  readonly kind: 'if' | 'with' | 'range';
  readonly pipeline: PipelineNode;
  readonly body: readonly TemplateNode[];
  readonly otherwise: readonly TemplateNode[] | undefined;
}

/** `{{template "name" pipeline}}`, or what is left of `{{block}}`. */
export interface CallNode extends Located {
  readonly kind: 'template';
  readonly name: ByteString;
  readonly pipeline: PipelineNode | undefined;
}

export interface PipelineNode extends Located {
  readonly kind: 'pipeline';
  /** The variables that take the value, each with its `$`. */
  readonly variables: readonly ByteString[];
  /** `=`, not `:=`. */
  readonly assigns: boolean;
  readonly commands: readonly CommandNode[];
}

export interface CommandNode extends Located {
  readonly first: Operand;
  readonly rest: readonly Operand[];
}

export interface FieldNode extends Located {
  readonly kind: 'field';
  readonly names: readonly ByteString[];
}

export interface VariableNode extends Located {
  readonly kind: 'variable';
  readonly name: ByteString;
  readonly names: readonly ByteString[];
}

export interface ChainNode extends Located {
  readonly kind: 'chain';
  readonly operand: ChainStart;
  readonly names: readonly ByteString[];
}

export interface IdentifierNode extends Located {
  readonly kind: 'identifier';
  readonly name: ByteString;
}

export interface StringNode extends Located {
  readonly kind: 'string';
  readonly value: ByteString;
}

export interface BoolNode extends Located {
  readonly kind: 'bool';
  readonly value: boolean;
}

export interface NumberNode extends Located, NumberValue {
  readonly kind: 'number';
}

export interface DotNode extends Located {
  readonly kind: 'dot';
}

export interface NilNode extends Located {
  readonly kind: 'nil';
}

/** A constant with a value. */
export type Literal = StringNode | BoolNode | NumberNode;

/** What fields may be chained to without being part of it. */
export type ChainStart = ChainNode | IdentifierNode | PipelineNode;

export type Operand = DotNode | NilNode | FieldNode | VariableNode | ChainStart | Literal;
