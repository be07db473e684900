import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { CommandOption } from './command.ts';

/** A command line after parsing: each option by its name in the table, and what is no option. */
export interface CommandLine<Name extends string> {
  readonly positionals: readonly string[];
  /** Was the switch given? */
  has(name: Name): boolean;
  /** The option's last value; undefined when it was not given. */
  value(name: Name): string | undefined;
  /** Every value of a repeatable option, in order. */
  values(name: Name): readonly string[];
}

export type ParsedCommandLine<Name extends string> =
  | { readonly ok: true; readonly line: CommandLine<Name | 'help'> }
  | { readonly ok: false; readonly problem: string };

type Values = Readonly<Record<string, unknown>>;

type ParserOptions = NonNullable<ParseArgsConfig['options']>;

function parserOptions(table: Readonly<Record<string, CommandOption>>): ParserOptions {
  const options: ParserOptions = { help: { type: 'boolean', short: 'h' } };
  for (const [name, { short, value }] of Object.entries(table)) {
    options[name] = {
      type: value === undefined ? 'boolean' : 'string',
      multiple: value !== undefined,
      ...(short === undefined ? {} : { short }),
    };
  }
  return options;
}

function textsOf(values: Values, name: string): readonly string[] {
  const given: unknown = values[name];
  return Array.isArray(given) ? given.filter((item) => typeof item === 'string') : [];
}

function problemIn(
  values: Values,
  table: Readonly<Record<string, CommandOption>>,
): string | undefined {
  return Object.entries(table)
    .map(([name, option]) => problemOf(name, textsOf(values, name), option))
    .find((problem) => problem !== undefined);
}

function problemOf(
  name: string,
  given: readonly string[],
  { choices, repeatable = false }: CommandOption,
): string | undefined {
  if (given.length > 1 && !repeatable) {
    return `--${name} is given ${given.length} times; it takes one value`;
  }
  const foreign = given.find((value) => choices?.includes(value) === false);
  return foreign === undefined
    ? undefined
    : `unknown ${name} '${foreign}'; it is ${(choices ?? []).join(', ')}`;
}

/** Reads arguments by an option table; every command also has --help. */
export function parseCommandLine<Name extends string>(
  table: Readonly<Record<Name, CommandOption>>,
  args: readonly string[],
): ParsedCommandLine<Name> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: parserOptions(table),
      allowPositionals: true,
      strict: true,
    });
    const given: Values = values;
    const problem = problemIn(given, table);
    return problem === undefined
      ? {
          ok: true,
          line: {
            positionals,
            has: (name) => given[name] === true,
            value: (name) => textsOf(given, name).at(-1),
            values: (name) => textsOf(given, name),
          },
        }
      : { ok: false, problem };
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : String(error) };
  }
}
