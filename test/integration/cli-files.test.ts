import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { checkCommand } from '../../cli/check/index.ts';
import { nodeFileReader, readSources } from '../../cli/files/index.ts';
import { runCommand } from '../support/cli.ts';

const MAIN = join(import.meta.dirname, '../../cli/main.ts');
const OBJECT = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n';

describe('files of this machine', function () {
  this.timeout(20_000);
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'sallyport-'));
    mkdirSync(join(directory, 'a'));
    writeFileSync(join(directory, 'a', 'one.yaml'), OBJECT);
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  it('are each read once, though a link leads back up', async () => {
    symlinkSync('..', join(directory, 'a', 'up'));
    symlinkSync('.', join(directory, 'a', 'here'));
    const { files } = await readSources([directory], nodeFileReader, true);
    expect(files.map(({ name }) => name)).to.deep.equal([join(directory, 'a', 'one.yaml')]);
  });

  it('are followed to where a link leads elsewhere', async () => {
    symlinkSync('a', join(directory, 'b'));
    const { files } = await readSources([directory], nodeFileReader, true);
    expect(files).to.have.lengthOf(2);
  });

  it('that are no files are not waited for', async () => {
    const pipe = join(directory, 'pipe.yaml');
    expect(spawnSync('mkfifo', [pipe]).status).to.equal(0);
    const { code, errors } = await runCommand(checkCommand, [directory]);
    expect(code).to.equal(3);
    expect(errors).to.include(`cannot read ${pipe}: it is neither a file nor a directory`);
  });

  it('are a failure when a pipe gives nothing, as when the command before it failed', () => {
    const { status, stderr } = spawnSync(process.execPath, [MAIN, 'check', '-'], {
      encoding: 'utf8',
      input: '\n',
    });
    expect(status).to.equal(3);
    expect(stderr).to.include('standard input is empty; did the command before the pipe fail?');
  });

  it('end no command when nobody hears what it says', () => {
    const script = `"$0" "$1" check /nowhere 2>&1 >/dev/null | head -c 0; echo "\${PIPESTATUS[0]}"`;
    const { stdout } = spawnSync('bash', ['-c', script, process.execPath, MAIN], {
      encoding: 'utf8',
    });
    expect(stdout.trim()).to.equal('3');
  });

  it('that hold the list of one kind are judged item by item', () => {
    const item = `${OBJECT.replace('v1', 'external-secrets.io/v1').replace('ConfigMap', 'ExternalSecret')}spec: { refreshInterval: 1d }\n`;
    const list = `apiVersion: external-secrets.io/v1\nkind: ExternalSecretList\nitems:\n- ${item.trimEnd().replaceAll('\n', '\n  ')}\n`;
    const { status, stdout } = spawnSync(process.execPath, [MAIN, 'check', '-'], {
      encoding: 'utf8',
      input: list,
    });
    expect(status).to.equal(1);
    expect(stdout).to.include('[SPA-E003]');
  });
});

describe('the pre-commit hook', () => {
  it('runs sallyport out of its own checkout, wherever it is called', () => {
    const script = join(import.meta.dirname, '../../examples/ci/pre-commit.sh');
    const { status, stdout } = spawnSync(script, ['--version'], {
      encoding: 'utf8',
      cwd: tmpdir(),
      env: { PATH: `${join(process.execPath, '..')}:${process.env['PATH'] ?? ''}` },
    });
    expect(status).to.equal(0);
    expect(stdout).to.match(/\d+\.\d+\.\d+/u);
  });
});
