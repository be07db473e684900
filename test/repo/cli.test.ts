import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Command } from '../../cli/command.ts';
import { COMMANDS } from '../../cli/commands.ts';
import { EXIT } from '../../cli/exit-code.ts';

/** UPDATE_DOCS=1 writes the --help texts into the page anew. */
const PAGE = join(import.meta.dirname, '../../docs/reference/cli.md');
const HEADING = '## Commands\n\n';

function sections(commands: readonly Command[], before: string): string {
  return commands
    .map(({ name, usage, subcommands = [] }) => {
      const own = `### sallyport ${before}${name}\n\n\`\`\`text\n${usage.trimEnd()}\n\`\`\`\n\n`;
      return own + sections(subcommands, `${before}${name} `);
    })
    .join('');
}

function every(commands: readonly Command[]): readonly Command[] {
  return commands.flatMap((command) => [command, ...every(command.subcommands ?? [])]);
}

describe('docs/reference/cli.md', () => {
  const wanted = `${sections(COMMANDS, '').trimEnd()}\n`;
  if (process.env['UPDATE_DOCS'] === '1') {
    const [head = ''] = readFileSync(PAGE, 'utf8').split(HEADING);
    writeFileSync(PAGE, head + HEADING + wanted);
  }
  const [head = '', written] = readFileSync(PAGE, 'utf8').split(HEADING);

  it('has what every command prints with --help', () => {
    expect(written).to.equal(wanted);
  });

  it('lists every exit code, and no other', () => {
    const listed = [...head.matchAll(/^\| (\d+) \|/gmu)].map(([, code]) => Number(code));

    expect(listed).to.deep.equal(Object.values(EXIT).toSorted((a, b) => a - b));
  });

  for (const { usage, options = {} } of every(COMMANDS)) {
    const [first = ''] = usage.split('\n');

    it(`is told of every option by "${first}"`, () => {
      const flags = Object.keys(options).map((name) => `--${name}`);

      expect(flags.filter((flag) => !usage.includes(flag))).to.deep.equal([]);
      expect(usage).to.include('Exit codes:');
    });
  }
});
