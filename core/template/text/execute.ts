import { FunctionError, type FunctionTable } from './functions.ts';
import type { CommandNode, Constant, Operand, PipelineNode, TemplateNode } from './node.ts';
import { positionOf, TemplateError } from './template-error.ts';
import { type GoValue, printValue, typeName } from './value.ts';

/** What a missing key of a map does: fail, or print `<no value>`. */
export type MissingKey = 'error' | 'default';

export interface Execution {
  readonly name: string;
  readonly text: string;
  readonly nodes: readonly TemplateNode[];
  readonly functions: FunctionTable;
  readonly missingKey: MissingKey;
}

interface Place {
  readonly offset: number;
  readonly source: string;
}

interface State {
  readonly execution: Execution;
  readonly dot: GoValue;
  readonly variables: Map<string, GoValue>;
  /** What is being evaluated; errors name it. */
  place: Place;
}

/** Executes a parsed template; throws TemplateError, and nothing else. */
export function execute(execution: Execution, data: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const dot: GoValue = { kind: 'map', entries: data };
  const place = { offset: 0, source: '' };
  const state: State = { execution, dot, variables: new Map([['$', dot]]), place };
  return Buffer.concat(
    execution.nodes.map((node) =>
      node.kind === 'text' ? Buffer.from(node.text) : executeAction(state, node.pipeline),
    ),
  );
}

function executeAction(state: State, pipeline: PipelineNode): Uint8Array {
  const value = evaluatePipeline(state, pipeline);
  return pipeline.variable === undefined ? printValue(value) : new Uint8Array();
}

function fail(state: State, message: string): never {
  const { name, text } = state.execution;
  const position = positionOf(text, state.place.offset);
  const where = `${name}:${position.line}:${position.column - 1}`;
  const what = `executing ${JSON.stringify(name)} at <${state.place.source}>`;
  throw new TemplateError(`${where}: ${what}`, message, position);
}

function evaluatePipeline(state: State, pipeline: PipelineNode): GoValue {
  state.place = pipeline;
  let value: GoValue | undefined;
  for (const command of pipeline.commands) {
    value = evaluateCommand(state, command, value);
  }
  const result: GoValue = value ?? { kind: 'missing' };
  if (pipeline.variable !== undefined) {
    setVariable(state, pipeline, pipeline.variable, result);
  }
  return result;
}

function setVariable(state: State, pipeline: PipelineNode, name: string, value: GoValue): void {
  if (pipeline.assigns && !state.variables.has(name)) {
    fail(state, `undefined variable: ${name}`);
  }
  state.variables.set(name, value);
}

/** One stage of a pipeline; `final` is what the stage before gave. */
function evaluateCommand(state: State, command: CommandNode, final: GoValue | undefined): GoValue {
  const [first, ...rest] = command.operands;
  const place = state.place;
  if (first === undefined) {
    return fail(state, 'empty command');
  }
  if (first.kind === 'identifier') {
    return callFunction(state, first, { place: command, operands: rest, final });
  }
  const called = rest.length > 0 || final !== undefined;
  if (called && !takesArguments(first)) {
    // A parenthesised pipeline is not a place of its own in Go's errors.
    state.place = first.kind === 'pipeline' ? place : first;
    fail(state, `can't give argument to non-function ${first.source}`);
  }
  if (first.kind === 'nil') {
    state.place = first;
    fail(state, 'nil is not a command');
  }
  return evaluateOperand(state, first, called);
}

/** Fields complain about arguments on their own. */
function takesArguments(operand: Operand): boolean {
  return (
    operand.kind === 'field' ||
    operand.kind === 'chain' ||
    (operand.kind === 'variable' && operand.names.length > 0)
  );
}

function evaluateOperand(state: State, operand: Operand, called: boolean): GoValue {
  if (operand.kind === 'pipeline') {
    return evaluatePipeline(state, operand);
  }
  if (operand.kind === 'chain') {
    return evaluateChain(state, operand, called);
  }
  if (operand.kind === 'identifier') {
    return callFunction(state, operand, { place: operand, operands: [], final: undefined });
  }
  state.place = operand;
  return evaluateSimple(state, operand, called);
}

type SimpleOperand = Exclude<Operand, { kind: 'pipeline' | 'chain' | 'identifier' }>;

function evaluateSimple(state: State, operand: SimpleOperand, called: boolean): GoValue {
  switch (operand.kind) {
    case 'dot':
      return state.dot;
    case 'nil':
      return { kind: 'nil' };
    case 'constant':
      return constantValue(state, operand.constant);
    case 'field':
      return evaluateFields(state, state.dot, operand.names, called);
    case 'variable': {
      const value = state.variables.get(operand.name);
      return value === undefined
        ? fail(state, `undefined variable: ${operand.name}`)
        : evaluateFields(state, value, operand.names, called);
    }
  }
}

const MAX_INT64 = 2n ** 63n - 1n;

function constantValue(state: State, constant: Constant): GoValue {
  if (constant.kind !== 'int') {
    return constant;
  }
  if (constant.value > MAX_INT64) {
    fail(state, `${state.place.source} overflows int`);
  }
  return { kind: 'int', type: 'int', value: constant.value };
}

function evaluateChain(
  state: State,
  chain: Extract<Operand, { kind: 'chain' }>,
  called: boolean,
): GoValue {
  state.place = chain;
  const value = evaluateOperand(state, chain.operand, false);
  return evaluateFields(state, value, chain.names, called);
}

function evaluateFields(
  state: State,
  from: GoValue,
  names: readonly string[],
  called: boolean,
): GoValue {
  return names.reduce(
    (value, name, index) => evaluateField(state, value, name, called && index === names.length - 1),
    from,
  );
}

function evaluateField(state: State, from: GoValue, name: string, called: boolean): GoValue {
  if (from.kind === 'missing' || from.kind === 'nil') {
    return state.execution.missingKey === 'error'
      ? fail(state, `nil data; no entry for key ${JSON.stringify(name)}`)
      : { kind: 'missing' };
  }
  if (from.kind !== 'map') {
    return fail(state, `can't evaluate field ${name} in type ${typeName(from)}`);
  }
  if (called) {
    return fail(state, `${name} is not a method but has arguments`);
  }
  const bytes = from.entries.get(name);
  if (bytes !== undefined) {
    return { kind: 'string', bytes };
  }
  return state.execution.missingKey === 'error'
    ? fail(state, `map has no entry for key ${JSON.stringify(name)}`)
    : { kind: 'missing' };
}

interface Call {
  /** What an error of the function itself names. */
  readonly place: Place;
  readonly operands: readonly Operand[];
  readonly final: GoValue | undefined;
}

function callFunction(
  state: State,
  identifier: Extract<Operand, { kind: 'identifier' }>,
  call: Call,
): GoValue {
  const { name } = identifier;
  state.place = identifier;
  const served = state.execution.functions.get(name);
  if (served === undefined) {
    return fail(state, `${JSON.stringify(name)} is not a defined function`);
  }
  const count = call.operands.length + (call.final === undefined ? 0 : 1);
  if (count < served.leastArguments) {
    fail(
      state,
      `wrong number of args for ${name}: want at least ${served.leastArguments} got ${count}`,
    );
  }
  const values = call.operands.map((operand) => evaluateOperand(state, operand, false));
  try {
    return served.call(call.final === undefined ? values : [...values, call.final]);
  } catch (error) {
    if (error instanceof FunctionError) {
      state.place = call.place;
      return fail(state, `error calling ${name}: ${error.message}`);
    }
    throw error;
  }
}
