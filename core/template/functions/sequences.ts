import { type Budget, defineFunction, GoSlice, type TemplateFunction } from '../value/index.ts';

/** Sprig's runs of numbers: until, untilStep, seq. */
export const SEQUENCES: readonly TemplateFunction[] = [
  defineFunction({
    name: 'until',
    parameters: ['int'],
    call: ([count], { budget }) =>
      new GoSlice('int', run({ start: 0n, stop: count, step: count < 0n ? -1n : 1n }, budget)),
  }),
  defineFunction({
    name: 'untilStep',
    parameters: ['int', 'int', 'int'],
    call: ([start, stop, step], { budget }) =>
      new GoSlice('int', run({ start, stop, step }, budget)),
  }),
  defineFunction({
    name: 'seq',
    parameters: [],
    variadic: 'int',
    call: (params, { budget }) => run(sequenceOf(params), budget).join(' '),
  }),
];

interface Run {
  readonly start: bigint;
  /** Not part of it. */
  readonly stop: bigint;
  readonly step: bigint;
}

const NONE: Run = { start: 0n, stop: 0n, step: 1n };

function run({ start, stop, step }: Run, budget: Budget): bigint[] {
  const goesDown = stop < start;
  if (goesDown ? step >= 0n : step <= 0n) {
    return [];
  }
  const length = Number((stop - start) / step) + 1;
  budget.checkSize(length);
  budget.spend(length);
  const items: bigint[] = [];
  for (let item = start; goesDown ? item > stop : item < stop; item += step) {
    items.push(item);
  }
  return items;
}

/** `seq last`, `seq first last`, `seq first step last`: the last one is part of it. */
function sequenceOf(params: readonly bigint[]): Run {
  const [first = 0n, second = 0n, third = 0n] = params;
  switch (params.length) {
    case 1:
      return inclusive(1n, first, undefined);
    case 2:
      return inclusive(first, second, undefined);
    case 3:
      return third < first && second > 0n ? NONE : inclusive(first, third, second);
    default:
      return NONE;
  }
}

function inclusive(start: bigint, last: bigint, step: bigint | undefined): Run {
  const direction = last < start ? -1n : 1n;
  return { start, stop: last + direction, step: step ?? direction };
}
