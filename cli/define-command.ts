import { parseCommandLine, type CommandLine } from './command-line.ts';
import type { Command, CommandDeps, CommandOption } from './command.ts';
import { EXIT } from './exit-code.ts';

export interface CommandDefinition<Name extends string> {
  /** As it is typed after `sallyport`: "check", "rbac who-can-use". */
  readonly name: string;
  readonly summary: string;
  /** What follows the name in the first line of --help: "PATH... [-o FORMAT]". */
  readonly synopsis: string;
  /** Lines as they are printed. */
  readonly description: string;
  /** Words that are no options, with what they mean. */
  readonly arguments: Readonly<Record<string, string>>;
  readonly options: Readonly<Record<Name, CommandOption>>;
  readonly examples: readonly string[];
  /** What each exit code means here: "0 …, 1 …". */
  readonly exitCodes: string;
  /** Resolves to the exit code, or to what is wrong with the command line. */
  run(line: CommandLine<Name>, deps: CommandDeps): Promise<number | UsageProblem>;
}

/** The command line is no good; the usage is shown beside it. */
export interface UsageProblem {
  readonly problem: string;
}

const WIDTH = 110;

function flagsOf([name, { short, value }]: readonly [string, CommandOption]): string {
  const long = `--${name}${value === undefined ? '' : ` ${value}`}`;
  return short === undefined ? `    ${long}` : `-${short}, ${long}`;
}

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) {
      lines.push(word);
    } else {
      lines[lines.length - 1] = `${last} ${word}`;
    }
  }
  return lines;
}

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  return rows
    .map(([left, right]) =>
      wrap(right, WIDTH - width - 2)
        .map((line, index) => `  ${(index === 0 ? left : '').padEnd(width)}${line}`)
        .join('\n'),
    )
    .join('\n');
}

function usageOf<Name extends string>(definition: CommandDefinition<Name>): string {
  const { name, synopsis, description, examples, exitCodes } = definition;
  const options = Object.entries<CommandOption>(definition.options);
  const rows: readonly (readonly [string, string])[] = [
    ...Object.entries(definition.arguments),
    ...options.map((entry) => [flagsOf(entry), helpOf(entry[1])] as const),
    ['-h, --help', 'This text'],
  ];
  const parts = [
    `Usage: sallyport ${name}${synopsis === '' ? '' : ` ${synopsis}`}`,
    description.trim(),
    table(rows),
    `Examples:\n${examples.map((example) => `  ${example}`).join('\n')}`,
    wrap(`Exit codes: ${exitCodes}.`, WIDTH).join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}

function helpOf({ help, choices, repeatable = false }: CommandOption): string {
  const listed = choices === undefined ? '' : `: ${choices.join(', ')}`;
  return `${help}${listed}${repeatable ? ' (repeatable)' : ''}`;
}

/** A command that says its options once: for parsing, for --help, for shell completion and for the reference page. */
export function defineCommand<Name extends string>(definition: CommandDefinition<Name>): Command {
  const usage = usageOf(definition);
  const fail = (problem: string, deps: CommandDeps): number => {
    deps.writeError(`sallyport ${definition.name}: ${problem}\n\n${usage}`);
    return EXIT.usage;
  };
  return {
    name: definition.name.split(' ').at(-1) ?? definition.name,
    summary: definition.summary,
    usage,
    options: definition.options,
    subcommands: [],
    run: async (args, deps) => {
      const parsed = parseCommandLine(definition.options, args);
      if (!parsed.ok) {
        return fail(parsed.problem, deps);
      }
      if (parsed.line.has('help')) {
        deps.write(usage);
        return EXIT.clean;
      }
      const outcome = await definition.run(parsed.line, deps);
      return typeof outcome === 'number' ? outcome : fail(outcome.problem, deps);
    },
  };
}
