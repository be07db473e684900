import {
  type ByteString,
  fromText,
  FunctionError,
  GoMap,
  GoSlice,
  type GoType,
  isTrue,
  typeName,
} from '../value/index.ts';
import type { Callable, Compiler, Evaluate, Given, Stage } from './compiler.ts';
import { ANY_RESULT, toType } from './convert.ts';
import type { Execution, Result } from './execution.ts';
import type { IdentifierNode } from './node.ts';

/** A call of a function by its name. */
export function compileCall(node: IdentifierNode, given: Given, compiler: Compiler): Stage {
  const callable = compiler.function(node.name);
  if (callable === undefined) {
    return (run) => {
      run.node = node;
      return run.fail(`"${node.name}" is not a defined function`);
    };
  }
  const stage =
    compileSpecial(callable, given, compiler) ?? compileArguments(callable, given, compiler);
  return (run, dot, final) => {
    run.node = node;
    return stage(run, dot, final);
  };
}

function compileSpecial(callable: Callable, given: Given, compiler: Compiler): Stage | undefined {
  const problem = countProblem(callable, given);
  if (problem !== undefined) {
    return (run) => run.fail(problem);
  }
  if (callable.special === 'call') {
    return compileCallOfValue(given, compiler);
  }
  return callable.special === undefined
    ? undefined
    : compileLogic(callable.special === 'or', given, compiler);
}

function countProblem(callable: Callable, { operands, hasFinal }: Given): ByteString | undefined {
  const { name, parameters, variadic } = callable;
  const count = operands.length + (hasFinal ? 1 : 0);
  if (variadic === undefined) {
    return count === parameters.length
      ? undefined
      : `wrong number of args for ${name}: want ${parameters.length} got ${count}`;
  }
  return count >= parameters.length
    ? undefined
    : `wrong number of args for ${name}: want at least ${parameters.length} got ${operands.length}`;
}

function parameterType({ parameters, variadic }: Callable, index: number): GoType {
  return parameters[index] ?? variadic ?? ANY_RESULT;
}

/** A call of a function or method that is known; its number of arguments is checked when it runs, as Go does. */
export function compileArguments(callable: Callable, given: Given, compiler: Compiler): Stage {
  const problem = countProblem(callable, given);
  if (problem !== undefined) {
    return (run) => run.fail(problem);
  }
  const { operands, hasFinal, place } = given;
  const evaluate = operands.map((operand, index) =>
    compiler.argument(operand, parameterType(callable, index)),
  );
  const finalType = parameterType(callable, operands.length);
  return (run, dot, final) => {
    const args: Result[] = [];
    for (const argument of evaluate) {
      args.push(argument(run, dot));
    }
    if (hasFinal) {
      args.push(toType(run, final, finalType));
    }
    return invoke(run, callable, { args, place });
  };
}

interface Invocation {
  readonly args: readonly Result[];
  readonly place: Given['place'];
}

function invoke(run: Execution, callable: Callable, { args, place }: Invocation): Result {
  run.spend(1);
  try {
    const result = callable.call(args, run);
    chargeFor(run, result);
    return result;
  } catch (error) {
    if (error instanceof FunctionError) {
      run.node = place;
      return run.fail(`error calling ${callable.name}: ${fromText(error.message)}`);
    }
    throw error;
  }
}

/** About how many bytes an item of a slice or map takes. */
const ITEM_BYTES = 16;

function chargeFor(run: Execution, result: Result): void {
  if (typeof result === 'string') {
    run.checkSize(result.length);
  } else if (result instanceof GoSlice) {
    run.checkSize(result.items.length * ITEM_BYTES);
  } else if (result instanceof GoMap) {
    run.checkSize(result.entries.size * ITEM_BYTES);
  }
}

/** `and` and `or` evaluate no further than they must. */
function compileLogic(stopsAt: boolean, given: Given, compiler: Compiler): Stage {
  const evaluate: readonly Evaluate[] = given.operands.map((operand) =>
    compiler.argument(operand, ANY_RESULT),
  );
  return (run, dot, final) => {
    let value: Result;
    for (const argument of evaluate) {
      value = argument(run, dot);
      if (isTrue(value ?? null) === stopsAt) {
        return value;
      }
    }
    return given.hasFinal ? final : value;
  };
}

/** `call`: templates have no values that are functions, so it always refuses, in Go's words. */
function compileCallOfValue(given: Given, compiler: Compiler): Stage {
  const evaluate = given.operands.map((operand) => compiler.argument(operand, ANY_RESULT));
  return (run, dot, final) => {
    const args = evaluate.map((argument) => argument(run, dot));
    const first = args.length === 0 ? final : args[0];
    run.node = given.place;
    if (first === undefined || first === null) {
      return run.fail('error calling call: call of nil');
    }
    const name = given.operands[0]?.source ?? finalName(first);
    return run.fail(`error calling call: non-function ${name} of type ${typeName(first)}`);
  };
}

function finalName(value: NonNullable<Result>): ByteString {
  return typeof value === 'string' ? value : `<${typeName(value)} Value>`;
}
