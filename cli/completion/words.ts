import type { Command, CommandOption } from '../command.ts';

/** What may follow one command, for a shell to offer. */
export interface CommandWords {
  /** As typed after `sallyport`: ["rbac", "who-can-use"]. */
  readonly path: readonly string[];
  readonly summary: string;
  readonly subcommands: readonly { readonly name: string; readonly summary: string }[];
  readonly options: readonly OptionWords[];
}

export interface OptionWords {
  readonly name: string;
  readonly short: string | undefined;
  readonly help: string;
  readonly takesValue: boolean;
  /** The only values there are; none: a path where `isPath`, or anything. */
  readonly choices: readonly string[];
  readonly isPath: boolean;
}

const FORMATS = /^(?:human, )?[a-z]+(?:, [a-z]+)+(?=;)/u;

/** Values that a help text lists ("human, json, sarif; …") are completed as well. */
function choicesOf({ choices, help }: CommandOption): readonly string[] {
  return choices ?? FORMATS.exec(help)?.[0].split(', ') ?? [];
}

function optionWords([name, option]: readonly [string, CommandOption]): OptionWords {
  const { short, help, value } = option;
  return {
    name,
    short,
    help,
    takesValue: value !== undefined,
    choices: choicesOf(option),
    isPath: value === 'FILE' || value === 'PATH' || value === 'DIRECTORY',
  };
}

/** Every command and subcommand, in order. */
export function wordsOf(
  commands: readonly Command[],
  path: readonly string[] = [],
): readonly CommandWords[] {
  return commands.flatMap((command) => {
    const own = [...path, command.name];
    const subcommands = command.subcommands ?? [];
    return [
      {
        path: own,
        summary: command.summary,
        subcommands: subcommands.map(({ name, summary }) => ({ name, summary })),
        options: [
          ...Object.entries(command.options ?? {}).map(optionWords),
          optionWords(['help', { short: 'h', help: 'This text' }]),
        ],
      },
      ...wordsOf(subcommands, own),
    ];
  });
}
