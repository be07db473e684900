import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { COMMANDS } from '../../cli/commands.ts';
import { runCommand } from '../support/cli.ts';

async function script(shell: string): Promise<string> {
  const completion = COMMANDS.find(({ name }) => name === 'completion');
  if (completion === undefined) {
    throw new Error('there is no completion command');
  }
  return (await runCommand(completion, [shell])).output;
}

describe('completion', () => {
  let folder: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sallyport-completion-'));
    mkdirSync(join(folder, 'manifests'));
    writeFileSync(join(folder, 'map.yaml'), '');
    writeFileSync(join(folder, 'completion.bash'), await script('bash'));
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  /** What bash itself offers after these words; the last one is being typed. */
  function offered(...words: readonly string[]): readonly string[] {
    const program = `source ./completion.bash
COMP_WORDS=("$@")
COMP_CWORD=$(( $# - 1 ))
_sallyport
printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr, status } = spawnSync(
      'bash',
      ['--norc', '-c', program, 'bash', 'sallyport', ...words],
      { cwd: folder, encoding: 'utf8' },
    );
    expect({ stderr, status }).to.deep.equal({ stderr: '', status: 0 });
    return stdout.split('\n').filter((line) => line !== '');
  }

  it('offers every command', () => {
    expect(offered('')).to.have.members([
      ...COMMANDS.map(({ name }) => name),
      '--help',
      '--version',
    ]);
    expect(offered('ex')).to.deep.equal(['explain']);
  });

  for (const { name, options = {} } of COMMANDS.filter(
    ({ subcommands = [] }) => subcommands.length === 0,
  )) {
    it(`offers every option of ${name}`, () => {
      const flags = Object.keys(options).map((option) => `--${option}`);

      expect(offered(name, '--')).to.have.members([...flags, '--help']);
    });
  }

  it('offers the values an option has', () => {
    expect(offered('check', '--fail-on', '')).to.deep.equal(['error', 'warn', 'none']);
    expect(offered('check', '-o', 's')).to.deep.equal(['sarif']);
    expect(offered('explain', '--verb', 'p')).to.deep.equal(['push']);
  });

  it('offers files where a file is asked for, and as arguments', () => {
    expect(offered('check', '--policies', 'ma')).to.have.members(['manifests', 'map.yaml']);
    expect(offered('check', 'map')).to.deep.equal(['map.yaml']);
  });

  it('offers nothing where only the user knows', () => {
    expect(offered('check', '--as', '')).to.deep.equal([]);
  });

  it('knows subcommands and their options', () => {
    expect(offered('rbac', 'who')).to.deep.equal(['who-can-use']);
    expect(offered('rbac', 'who-can-use', '--sn')).to.deep.equal(['--snapshot']);
    expect(offered('rbac', 'who-can-use', '-o', 'j')).to.deep.equal(['json']);
  });

  for (const shell of ['zsh', 'fish']) {
    it(`names every command and option to ${shell}`, async () => {
      const text = await script(shell);

      for (const { name, options = {} } of COMMANDS) {
        expect(text).to.include(name);
        for (const option of Object.keys(options)) {
          expect(text).to.match(new RegExp(`(?:--|-l )${option}\\b`, 'u'));
        }
      }
    });
  }
});
