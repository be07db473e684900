import type { CommandDeps } from '../command.ts';

/** The quick start's calm voice: numbered steps, indented lines, what went wrong in red. */
export interface Report {
  step(title: string): void;
  line(text: string): void;
  bad(text: string): void;
  good(text: string): void;
}

export function createReport({ write, style }: Pick<CommandDeps, 'write' | 'style'>): Report {
  let steps = 0;
  function indented(text: string): string {
    return `${text
      .split('\n')
      .map((line) => (line === '' ? '' : `   ${line}`))
      .join('\n')}\n`;
  }
  return {
    step(title) {
      steps += 1;
      write(`\n${style.bold(`${steps}. ${title}`)}\n`);
    },
    line(text) {
      write(indented(text));
    },
    bad(text) {
      write(indented(style.red(text)));
    },
    good(text) {
      write(indented(style.green(text)));
    },
  };
}
