import { compileOperand, isLiteral } from './argument.ts';
import { compileCall } from './call.ts';
import type { Compiler, Evaluate, Stage } from './compiler.ts';
import { idealConstant } from './convert.ts';
import type { Execution, Result } from './execution.ts';
import { compileFields } from './field.ts';
import type { CommandNode, IdentifierNode, Operand, PipelineNode } from './node.ts';

/** A pipeline, compiled; it declares or sets its variables too. */
export function compilePipeline(node: PipelineNode, compiler: Compiler): Evaluate {
  const stages = node.commands.map((command, index) => compileStage(command, index > 0, compiler));
  const [first] = stages;
  if (stages.length === 1 && first !== undefined && node.variables.length === 0) {
    return (run, dot) => {
      run.node = node;
      return first(run, dot, undefined) ?? undefined;
    };
  }
  return (run, dot) => {
    run.node = node;
    let value: Result;
    for (const stage of stages) {
      value = stage(run, dot, value) ?? undefined;
    }
    keepValue(run, node, value);
    return value;
  };
}

function keepValue(run: Execution, { variables, assigns }: PipelineNode, value: Result): void {
  for (const name of variables) {
    if (assigns) {
      setVariable(run, name, value);
    } else {
      run.declare(name, value);
    }
  }
}

function setVariable(run: Execution, name: string, value: Result): void {
  const variable = run.variable(name);
  variable.value = value;
  variable.isInterface = false;
}

function compileStage(node: CommandNode, hasFinal: boolean, compiler: Compiler): Stage {
  const { first, rest } = node;
  if (first.kind === 'identifier') {
    return compileCall(first, { operands: rest, hasFinal, place: node }, compiler);
  }
  const isFields =
    first.kind === 'field' ||
    first.kind === 'chain' ||
    (first.kind === 'variable' && first.names.length > 0);
  if (isFields) {
    return compileFields(first, { operands: rest, hasFinal, place: first }, compiler);
  }
  return hasFinal || rest.length > 0 ? refuseArguments(first) : compileAlone(first, compiler);
}

/** What stands first in a command and is no function. */
type Subject = Exclude<Operand, IdentifierNode>;

function refuseArguments(first: Subject): Stage {
  return (run) => {
    // A parenthesised pipeline is not a place of its own in Go's errors.
    if (first.kind !== 'pipeline') {
      run.node = first;
    }
    if (first.kind === 'variable') {
      run.variable(first.name);
    }
    return run.fail(`can't give argument to non-function ${first.source}`);
  };
}

function compileAlone(node: Subject, compiler: Compiler): Evaluate {
  if (node.kind === 'nil') {
    return (run) => {
      run.node = node;
      return run.fail('nil is not a command');
    };
  }
  if (isLiteral(node)) {
    return (run) => {
      run.node = node;
      return idealConstant(run, node);
    };
  }
  return compileOperand(node, compiler);
}
