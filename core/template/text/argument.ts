import type { GoType } from '../value/index.ts';
import { compileCall } from './call.ts';
import type { Compiler, Evaluate } from './compiler.ts';
import { canBeNil, constantOfType, nilOf, toType } from './convert.ts';
import { compileFields } from './field.ts';
import type { Literal, NilNode, Operand } from './node.ts';

/** An operand as an argument of a type. */
export function compileArgument(node: Operand, type: GoType, compiler: Compiler): Evaluate {
  if (node.kind === 'nil') {
    return (run) => {
      run.node = node;
      return canBeNil(type) ? nilOf(type) : run.fail(`cannot assign nil to ${type}`);
    };
  }
  if (isLiteral(node)) {
    return (run) => {
      run.node = node;
      return constantOfType(run, node, type);
    };
  }
  const operand = compileOperand(node, compiler);
  return (run, dot) => toType(run, operand(run, dot), type);
}

export function isLiteral(node: Operand): node is Literal {
  return node.kind === 'string' || node.kind === 'number' || node.kind === 'bool';
}

/** An operand that is no constant, as it is. */
export function compileOperand(
  node: Exclude<Operand, Literal | NilNode>,
  compiler: Compiler,
): Evaluate {
  switch (node.kind) {
    case 'dot':
      return (run, dot) => {
        run.node = node;
        return dot;
      };
    case 'pipeline':
      return compiler.pipeline(node);
    case 'identifier': {
      const call = compileCall(node, { operands: [], hasFinal: false, place: node }, compiler);
      return (run, dot) => call(run, dot, undefined);
    }
    case 'field':
    case 'variable':
    case 'chain': {
      const given = { operands: [], hasFinal: false, place: node };
      const fields = compileFields(node, given, compiler);
      return (run, dot) => fields(run, dot, undefined);
    }
  }
}
