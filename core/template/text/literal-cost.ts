import type { ByteString } from '../value/index.ts';
import type { CommandNode, Operand, PipelineNode } from './node.ts';

/** Bytes or items a call of a function gives, as far as its constants tell. */
type Cost = (given: readonly Constant[]) => number;

/** A constant argument; undefined where only the execution knows it. */
type Constant = number | ByteString | undefined;

const ofFirst: Cost = ([count]) => numberOf(count);

/** Functions that make as much as a number says. */
const COSTS: ReadonlyMap<ByteString, Cost> = new Map<ByteString, Cost>([
  ['repeat', ([count, text]) => numberOf(count) * (typeof text === 'string' ? text.length : 1)],
  ['indent', ofFirst],
  ['nindent', ofFirst],
  ['randAlphaNum', ofFirst],
  ['randAlpha', ofFirst],
  ['randAscii', ofFirst],
  ['randNumeric', ofFirst],
  ['randBytes', ofFirst],
  ['until', ([count]) => Math.abs(numberOf(count))],
  ['untilStep', ([start, stop, step]) => runLength(start, stop, step)],
  ['seq', (given) => sequenceLength(given)],
]);

function numberOf(constant: Constant): number {
  return typeof constant === 'number' ? constant : 0;
}

/** A run that goes the other way than its step has no length. */
function runLength(start: Constant, stop: Constant, step: Constant): number {
  const isKnown = [start, stop, step].every((constant) => typeof constant === 'number');
  const length = (numberOf(stop) - numberOf(start)) / numberOf(step);
  return isKnown && Number.isFinite(length) ? Math.max(Math.ceil(length), 0) : 0;
}

function sequenceLength(given: readonly Constant[]): number {
  if (given.length === 1) {
    return Math.abs(numberOf(given[0]));
  }
  const [start, second, third] = given;
  return third === undefined
    ? Math.abs(runLength(start, second, 1)) || Math.abs(runLength(start, second, -1))
    : runLength(start, third, second);
}

/** What a call with these constants makes; undefined when its name is none that counts. */
export function costOfCall(command: CommandNode, piped: Operand | undefined): number | undefined {
  const { first, rest } = command;
  const cost = first.kind === 'identifier' ? COSTS.get(first.name) : undefined;
  const operands = piped === undefined ? rest : [...rest, piped];
  return cost?.(operands.map((operand) => constantOf(operand)));
}

function constantOf(operand: Operand): Constant {
  if (operand.kind === 'number') {
    return operand.integer === undefined ? undefined : Number(operand.integer);
  }
  if (operand.kind === 'pipeline') {
    return operand.commands.length === 1 ? aloneIn(operand.commands[0]) : undefined;
  }
  return operand.kind === 'string' ? operand.value : undefined;
}

function aloneIn(command: CommandNode | undefined): Constant {
  return command?.rest.length === 0 ? constantOf(command.first) : undefined;
}

/** The value a stage hands on, where it is a constant. */
export function constantStage(command: CommandNode | undefined): Operand | undefined {
  return command?.rest.length === 0 && constantOf(command.first) !== undefined
    ? command.first
    : undefined;
}

/** How often a range over this goes round; 1 where only the execution knows. */
export function rounds({ commands }: PipelineNode): number {
  const last = commands.at(-1);
  if (last === undefined) {
    return 1;
  }
  const constant = commands.length === 1 ? aloneIn(last) : undefined;
  const cost =
    typeof constant === 'number' ? constant : costOfCall(last, constantStage(commands.at(-2)));
  const inner = last.rest.length === 0 && last.first.kind === 'pipeline' ? last.first : undefined;
  return Math.max(cost ?? (inner === undefined ? 1 : rounds(inner)), 1);
}
