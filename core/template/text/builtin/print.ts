import { sprint, sprintf, sprintln } from '../../fmt/index.ts';
import { type Budget, type ByteString, defineFunction, type GoValue } from '../../value/index.ts';
import type { Callable } from '../compiler.ts';
import { escapeHtml, escapeJs, escapeUrlQuery } from './escape.ts';

const ANY = 'interface {}';

/** The arguments as text; pointers show what they point to. */
function argumentText(args: readonly GoValue[], budget: Budget): ByteString {
  const [only] = args;
  return args.length === 1 && typeof only === 'string' ? only : sprint(args.map(shown), budget);
}

/** What stands for a value where an action would print it. */
function shown(value: GoValue): GoValue {
  return value ?? '<no value>';
}

function escaper(name: string, escape: (text: ByteString) => ByteString): Callable {
  return defineFunction({
    name,
    parameters: [],
    variadic: ANY,
    call: (args, { budget }) => escape(argumentText(args, budget)),
  });
}

export const PRINTING: readonly Callable[] = [
  defineFunction({
    name: 'print',
    parameters: [],
    variadic: ANY,
    call: (args, { budget }) => sprint(args, budget),
  }),
  defineFunction({
    name: 'printf',
    parameters: ['string'],
    variadic: ANY,
    call: ([format, ...args], { budget }) => sprintf(format, args, budget),
  }),
  defineFunction({
    name: 'println',
    parameters: [],
    variadic: ANY,
    call: (args, { budget }) => sprintln(args, budget),
  }),
  escaper('html', escapeHtml),
  escaper('js', escapeJs),
  escaper('urlquery', escapeUrlQuery),
];
