import { quote } from '../fmt/index.ts';
import { type ByteString, GoMap, GoNumber, GoObject, typeName } from '../value/index.ts';
import { compileArguments } from './call.ts';
import type { Compiler, Evaluate, Given, Stage } from './compiler.ts';
import type { Execution, Result } from './execution.ts';
import type { ChainNode, FieldNode, VariableNode } from './node.ts';

export type FieldsNode = FieldNode | VariableNode | ChainNode;

/** Fields one below the other, from dot, a variable or a pipeline; the last may be a method that is given arguments. */
export function compileFields(node: FieldsNode, given: Given, compiler: Compiler): Stage {
  const origin = compileOrigin(node, compiler);
  const { names } = node;
  const last = names.length - 1;
  const alone: Given = { operands: [], hasFinal: false, place: node };
  return (run, dot, final) => {
    run.node = node;
    let value = origin(run, dot);
    for (let index = 0; index <= last; index += 1) {
      const name = names[index] ?? '';
      const receiver = value;
      const known = index === last && isCalled(given) ? undefined : entryOf(receiver, name);
      value =
        known ??
        fieldOf(run, receiver, name, {
          given: index === last ? given : alone,
          compiler,
          dot,
          final,
        });
      run.isInterface = receiver instanceof GoMap && receiver.valueType === 'interface {}';
    }
    return value;
  };
}

function isCalled({ operands, hasFinal }: Given): boolean {
  return hasFinal || operands.length > 0;
}

/** The usual case, quickly: the entry of a map. */
function entryOf(receiver: Result, name: ByteString): Result {
  return receiver instanceof GoMap ? (receiver.entries.get(name) ?? undefined) : undefined;
}

/** Where a chain begins; leaves in `run.isInterface` whether Go has the value as an interface. */
function compileOrigin(node: FieldsNode, compiler: Compiler): Evaluate {
  switch (node.kind) {
    case 'field':
      return (run, dot) => {
        run.isInterface = run.dotIsInterface;
        return dot;
      };
    case 'variable':
      return (run) => {
        const variable = run.variable(node.name);
        run.isInterface = variable.isInterface;
        return variable.value;
      };
    case 'chain': {
      const operand = compiler.operand(node.operand);
      return (run, dot) => {
        const value = operand(run, dot);
        run.isInterface = false;
        return value;
      };
    }
  }
}

/** How a field or method is asked for. */
interface Access {
  readonly given: Given;
  readonly compiler: Compiler;
  readonly dot: Result;
  readonly final: Result;
}

function fieldOf(run: Execution, receiver: Result, name: ByteString, access: Access): Result {
  if (receiver === undefined) {
    return run.settings.missingKey === 'error'
      ? run.fail(`nil data; no entry for key ${quote(name)}`)
      : undefined;
  }
  if (receiver === null) {
    return run.fail(`nil pointer evaluating interface {}.${name}`);
  }
  if (receiver instanceof GoMap) {
    return mapEntry(run, receiver, name, isCalled(access.given));
  }
  if (receiver instanceof GoObject || receiver instanceof GoNumber) {
    return memberOf(run, receiver, name, access);
  }
  return noField(run, receiver, name);
}

function noField(run: Execution, receiver: NonNullable<Result>, name: ByteString): never {
  const type = run.isInterface ? 'interface {}' : typeName(receiver);
  return run.fail(`can't evaluate field ${name} in type ${type}`);
}

function mapEntry(run: Execution, map: GoMap, name: ByteString, called: boolean): Result {
  if (called) {
    return run.fail(`${name} is not a method but has arguments`);
  }
  const value = map.entries.get(name);
  if (value === undefined && run.settings.missingKey === 'error') {
    return run.fail(`map has no entry for key ${quote(name)}`);
  }
  return value;
}

function memberOf(
  run: Execution,
  receiver: GoObject | GoNumber,
  name: ByteString,
  { given, compiler, dot, final }: Access,
): Result {
  const method = receiver.method(name);
  if (method !== undefined) {
    return compileArguments(method, given, compiler)(run, dot, final);
  }
  const fields = receiver instanceof GoObject ? receiver.fields() : [];
  const field = fields.find((candidate) => candidate.name === name);
  if (field === undefined) {
    return noField(run, receiver, name);
  }
  if (!/^[A-Z]/.test(name)) {
    return run.fail(`${name} is an unexported field of struct type ${receiver.type}`);
  }
  return isCalled(given)
    ? run.fail(`${name} has arguments but cannot be invoked as function`)
    : field.value;
}
