import { expect } from 'chai';
import { createCheckCommand } from '../../../../cli/check/command.ts';
import type { FileReader } from '../../../../cli/files/index.ts';
import { createStyle } from '../../../../cli/style.ts';
import type { Finding } from '../../../../core/api/index.ts';
import { systemClock } from '../../../../core/runtime/index.ts';

const GOOD = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n';
const OURS =
  'apiVersion: external-secrets.io/v1\nkind: SecretStore\nmetadata: {name: s}\nspec: {}\n';

/** A tree of files; a directory is named by its trailing slash. */
function readerOf(
  tree: Readonly<Record<string, string | Uint8Array>>,
  standardInput = '',
): FileReader {
  const fault = (path: string): Error =>
    Object.assign(new Error(`ENOENT ${path}`), { code: 'ENOENT' });
  return {
    read: async (path) => {
      const content = tree[path];
      if (content === undefined) {
        throw fault(path);
      }
      return Buffer.from(content);
    },
    list: async (path) => {
      const prefix = `${path.replace(/\/+$/, '')}/`;
      const below = Object.keys(tree).filter((name) => name.startsWith(prefix));
      if (below.length === 0 && tree[path] === undefined) {
        throw fault(path);
      }
      const names = below.map((name) => name.slice(prefix.length).split('/')[0]!);
      return below.length === 0 ? undefined : [...new Set(names)];
    },
    readStandardInput: async () => Buffer.from(standardInput),
  };
}

interface Outcome {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
  readonly written: ReadonlyMap<string, string>;
}

async function run(
  args: readonly string[],
  files: FileReader,
  found: readonly Finding[] = [],
  colour = false,
): Promise<Outcome> {
  let output = '';
  let errors = '';
  const written = new Map<string, string>();
  const command = createCheckCommand({
    files,
    writeFile: async (path, text) => void written.set(path, text),
    validate: () => found,
  });
  const code = await command.run(args, {
    write: (text) => (output += text),
    writeError: (text) => (errors += text),
    style: createStyle(colour, undefined),
    environment: {},
    clock: systemClock,
    signal: new AbortController().signal,
  });
  return { code, output, errors, written };
}

const ERROR: Finding = {
  id: 'SPA-S001',
  severity: 'error',
  path: 'spec',
  message: 'unknown field',
};
const WARNING: Finding = { ...ERROR, id: 'SPA-B006', severity: 'warning', message: 'old' };

describe('sallyport check', () => {
  it('exits 0 when nothing is wrong', async () => {
    const { code, output, errors } = await run(['a.yaml'], readerOf({ 'a.yaml': GOOD }));

    expect({ code, output, errors }).to.deep.equal({
      code: 0,
      output: '1 object in 1 file: no findings\n',
      errors: '',
    });
  });

  it('exits 1 on errors and prints a line each, and a line that counts', async () => {
    const { code, output } = await run(['a.yaml'], readerOf({ 'a.yaml': OURS }), [ERROR, WARNING]);

    expect(code).to.equal(1);
    expect(output).to.equal(
      'a.yaml:4:1: error: spec: unknown field [SPA-S001]\n' +
        'a.yaml:4:1: warning: spec: old [SPA-B006]\n' +
        '1 object in 1 file: 1 error, 1 warning\n',
    );
  });

  it('exits 0 on warnings alone', async () => {
    expect((await run(['a.yaml'], readerOf({ 'a.yaml': OURS }), [WARNING])).code).to.equal(0);
  });

  it('prints an array of findings with -o json, and [] when there are none', async () => {
    const files = readerOf({ 'a.yaml': OURS });

    expect(JSON.parse((await run(['a.yaml', '-o', 'json'], files, [ERROR])).output)).to.deep.equal([
      {
        file: 'a.yaml',
        line: 4,
        column: 1,
        template: '',
        object: 'SecretStore/s',
        path: 'spec',
        id: 'SPA-S001',
        severity: 'error',
        message: 'unknown field',
      },
    ]);
    expect((await run(['a.yaml', '-o', 'json'], files)).output).to.equal('[]\n');
  });

  it('takes unreadable YAML for a finding', async () => {
    const { code, output } = await run(['a.yaml'], readerOf({ 'a.yaml': 'a: [\n' }));

    expect(code).to.equal(1);
    expect(output).to.match(/^a\.yaml:\d+:\d+: error: unreadable YAML: .* \[SPA-Y001\]\n/);
  });

  it('exits 3 on a file that cannot be read, and still judges the others', async () => {
    const files = readerOf({ 'a.yaml': OURS, 'b.yaml': Uint8Array.of(0xff, 0xfe) });

    const { code, output, errors } = await run(['nope', 'a.yaml', 'b.yaml'], files, [ERROR]);

    expect(code).to.equal(3);
    expect(errors).to.equal(
      'sallyport check: cannot read nope: there is no such file or directory\n' +
        'sallyport check: cannot read b.yaml: it is not UTF-8 text\n',
    );
    expect(output).to.include('a.yaml:4:1: error: spec: unknown field');
  });

  it('reads the manifests of a directory and those below it, without what tools keep there', async () => {
    const tree = {
      'd/a.yaml': GOOD,
      'd/b.txt': 'no',
      'd/c.json': GOOD,
      'd/e/f.yml': GOOD,
      'd/.github/workflow.yaml': 'jobs: {}',
      'd/node_modules/x/y.yaml': 'no: object',
    };

    const { output } = await run(['d/'], readerOf(tree));

    expect(output).to.equal('3 objects in 3 files: no findings\n');
  });

  for (const [failOn, found, code] of [
    ['error', [WARNING], 0],
    ['warn', [WARNING], 1],
    ['warn', [], 0],
    ['none', [ERROR], 0],
  ] as const) {
    it(`exits ${code} with --fail-on ${failOn} and ${found.length} ${found[0]?.severity ?? 'findings'}`, async () => {
      const outcome = await run(
        [`--fail-on=${failOn}`, 'a.yaml'],
        readerOf({ 'a.yaml': OURS }),
        found,
      );

      expect(outcome.code).to.equal(code);
    });
  }

  it('writes one format to the terminal and another to a file', async () => {
    const files = readerOf({ 'a.yaml': OURS });

    const { output, written } = await run(['a.yaml', '-o', 'json=x.json', '-o', 'human'], files, [
      ERROR,
    ]);

    expect(output).to.match(/: 1 error, 0 warnings\n$/);
    expect(JSON.parse(written.get('x.json') ?? '')).to.have.length(1);
  });

  for (const [what, path, files] of [
    ['a directory without manifests', 'd', { 'd/b.txt': 'no' }],
    ['a path that is not there', 'nope', {}],
  ] as const) {
    it(`does not call ${what} clean`, async () => {
      const { code, output, errors } = await run([path], readerOf(files));

      expect(code).to.equal(3);
      expect(output).to.equal('');
      expect(errors).to.match(/^sallyport check: cannot read (d|nope): .+\n$/);
    });
  }

  it('says nothing of a directory whose manifests it was given before', async () => {
    const { code, errors } = await run(['d/a.yaml', 'd'], readerOf({ 'd/a.yaml': GOOD }));

    expect(code).to.equal(0);
    expect(errors).to.equal('');
  });

  it('reads standard input as -', async () => {
    const { code, output } = await run(['-'], readerOf({}, 'words'));

    expect(code).to.equal(1);
    expect(output).to.match(/^-:1:1: error: not a Kubernetes object/);
  });

  for (const args of [
    [],
    ['-o', 'xml', 'a'],
    ['-o', 'json', '-o', 'human', 'a'],
    ['-o', 'json=', 'a'],
    ['--fail-on', 'never', 'a'],
    ['--fail-on', 'none', '--fail-on', 'warn', 'a'],
    ['--nope'],
    ['-o'],
  ]) {
    it(`exits 2 on ${JSON.stringify(args)} and shows the usage`, async () => {
      const { code, output, errors } = await run(args, readerOf({}));

      expect(code).to.equal(2);
      expect(output).to.equal('');
      expect(errors).to.match(/^sallyport check: .+\n\nUsage: sallyport check/);
    });
  }

  it('explains itself with --help', async () => {
    const { code, output } = await run(['--help'], readerOf({}));

    expect(code).to.equal(0);
    expect(output).to.match(/^Usage: sallyport check PATH[^]*Examples:[^]*Exit codes:/);
  });

  it('uses colour only where it is told to', async () => {
    const files = readerOf({ 'a.yaml': OURS });

    expect((await run(['a.yaml'], files, [ERROR], true)).output).to.include('\u001b[31merror:');
    expect((await run(['a.yaml'], files, [ERROR])).output).to.not.include('\u001b');
  });
});
