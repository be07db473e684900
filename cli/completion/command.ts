import type { Command } from '../command.ts';
import { defineCommand } from '../define-command.ts';
import { EXIT } from '../exit-code.ts';
import { bashScript } from './bash.ts';
import { fishScript } from './fish.ts';
import { type CommandWords, wordsOf } from './words.ts';
import { zshScript } from './zsh.ts';

const SCRIPTS = new Map<string, (commands: readonly CommandWords[]) => string>([
  ['bash', bashScript],
  ['zsh', zshScript],
  ['fish', fishScript],
]);
const SHELLS = [...SCRIPTS.keys()].join(', ');

/** `sallyport completion`, for these commands and itself. */
export function createCompletionCommand(others: readonly Command[]): Command {
  const command = defineCommand({
    name: 'completion',
    summary: 'Print the completion script of a shell',
    synopsis: 'SHELL',
    description: `Prints a script that lets the shell complete commands, options and their values. It is made of the same tables as
--help.`,
    arguments: { SHELL: SHELLS },
    options: {},
    examples: [
      'source <(sallyport completion bash)',
      'sallyport completion zsh > "${fpath[1]}/_sallyport"',
      'sallyport completion fish > ~/.config/fish/completions/sallyport.fish',
    ],
    exitCodes: '0 printed, 2 wrong usage, 70 a fault of sallyport itself',
    run: async ({ positionals: [shell = '', ...more] }, deps) => {
      const script = SCRIPTS.get(shell);
      if (script === undefined || more.length > 0) {
        return { problem: `name one shell: ${SHELLS}` };
      }
      deps.write(script(wordsOf([...others, command])));
      return EXIT.clean;
    },
  });
  return command;
}
