import type { ByteString, FunctionContext, GoType } from '../value/index.ts';
import type { Execution, Result } from './execution.ts';
import type { Located, ChainStart, Operand, PipelineNode } from './node.ts';

/** A piece of a template, compiled: what it gives for a dot. */
export type Evaluate = (run: Execution, dot: Result) => Result;

/** A stage of a pipeline, compiled; `final` is what the stage before gave. */
export type Stage = (run: Execution, dot: Result, final: Result) => Result;

/** A function of Go's own or of a table; Go's own may take what a missing key gives. */
export interface Callable {
  /** Functions the executor runs itself. */
  readonly special?: 'and' | 'or' | 'call';
  readonly name: ByteString;
  readonly parameters: readonly GoType[];
  readonly variadic?: GoType;
  call(args: readonly Result[], context: FunctionContext): Result;
  /** As TemplateFunction has it. */
  readonly prepare?: () => Promise<void>;
}

/** What a command hands to the function or method that stands first in it. */
export interface Given {
  readonly operands: readonly Operand[];
  /** Whether the stage before gives one more. */
  readonly hasFinal: boolean;
  /** What an error of the function itself names. */
  readonly place: Located;
}

/** Turns nodes into functions, once; they run many times. */
export interface Compiler {
  /** Undefined for names that are not functions. */
  function(name: ByteString): Callable | undefined;
  pipeline(node: PipelineNode): Evaluate;
  /** What a chain of fields may begin with. */
  operand(node: ChainStart): Evaluate;
  /** An operand as an argument of a type. */
  argument(node: Operand, type: GoType): Evaluate;
}
