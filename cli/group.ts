import type { Command } from './command.ts';
import { EXIT } from './exit-code.ts';

export interface CommandGroup {
  readonly name: string;
  readonly summary: string;
  readonly subcommands: readonly Command[];
  /** Runs when the first word is an option (`sallyport rbac --serviceaccount …`). */
  readonly otherwise: Command | undefined;
}

function usageOf({ name, summary, subcommands, otherwise }: CommandGroup): string {
  const width = Math.max(...subcommands.map((command) => command.name.length), 0) + 1;
  const rows = subcommands.map((command) => `  ${command.name.padEnd(width)} ${command.summary}`);
  return [
    `Usage: sallyport ${name} COMMAND [OPTIONS]\n\n${summary}.\n\nCommands:\n${rows.join('\n')}\n`,
    `'sallyport ${name} COMMAND --help' says more.\n`,
    'Exit codes: those of the command, 2 when there is no such command.\n',
    ...(otherwise === undefined ? [] : [otherwise.usage]),
  ].join('\n');
}

/** A command whose first word chooses another. */
export function createGroup(group: CommandGroup): Command {
  const usage = usageOf(group);
  return {
    name: group.name,
    summary: group.summary,
    usage,
    ...(group.otherwise?.options === undefined ? {} : { options: group.otherwise.options }),
    subcommands: group.subcommands,
    run: async ([word = '', ...rest], deps) => {
      if (['--help', '-h'].includes(word)) {
        deps.write(usage);
        return EXIT.clean;
      }
      const chosen = group.subcommands.find(({ name }) => name === word);
      if (chosen !== undefined) {
        return chosen.run(rest, deps);
      }
      if (group.otherwise !== undefined && word.startsWith('-')) {
        return group.otherwise.run([word, ...rest], deps);
      }
      const problem = word === '' ? 'no command given' : `unknown command '${word}'`;
      deps.writeError(`sallyport ${group.name}: ${problem}\n\n${usage}`);
      return EXIT.usage;
    },
  };
}
