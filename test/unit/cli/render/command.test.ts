import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { renderCommand } from '../../../../cli/render/index.ts';
import { createStyle } from '../../../../cli/style.ts';
import { systemClock } from '../../../../core/runtime/index.ts';

const FILES = {
  'es.yaml': `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: a}
spec:
  target:
    template:
      data:
        k: |
          hello {{ .name }}
`,
  'values.yaml': 'name: you\n',
  'broken.yaml': 'name: "hunter2\n',
  'list.yaml': '- hunter2\n',
};

interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

describe('the command render', () => {
  let folder: string;

  before('write files', () => {
    folder = mkdtempSync(join(tmpdir(), 'render-'));
    for (const [name, text] of Object.entries(FILES)) {
      writeFileSync(join(folder, name), text);
    }
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  /** Names of files are below the folder, and left without it in what is printed. */
  async function run(args: readonly string[]): Promise<Outcome> {
    let stdout = '';
    let stderr = '';
    const status = await renderCommand.run(
      args.map((arg) => (arg.endsWith('.yaml') ? join(folder, arg) : arg)),
      {
        write: (text) => (stdout += text),
        writeError: (text) => (stderr += text.replaceAll(`${folder}/`, '')),
        style: createStyle(false, undefined),
        environment: {},
        clock: systemClock,
        signal: new AbortController().signal,
      },
    );
    return { status, stdout, stderr };
  }

  it('prints the Secret and ends with 0', async () => {
    const { status, stdout, stderr } = await run(['-f', 'es.yaml', '--data', 'values.yaml']);

    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' });
    expect(stdout).to.include('kind: Secret\n');
    expect(stdout).to.include('  k: |\n    hello you\n');
  });

  it('renders every -f FILE', async () => {
    const args = ['-f', 'es.yaml', '-f', 'values.yaml', '--data', 'values.yaml', '-o', 'json'];
    const { status, stdout, stderr } = await run(args);

    expect(status).to.equal(1);
    expect(stderr).to.include('values.yaml:1:1: error: not a Kubernetes object');
    expect(JSON.parse(stdout)).to.have.nested.property('stringData.k', 'hello you\n');
  });

  it('points at the place and ends with 1 when a template fails', async () => {
    const { status, stdout, stderr } = await run(['-f', 'es.yaml']);

    expect({ status, stdout }).to.deep.equal({ status: 1, stdout: '' });
    expect(stderr).to.match(
      /^es\.yaml:9:20: error: .*no entry for key "name".*\n.*\{\{ \.name \}\}\n *\| +\^\n$/u,
    );
  });

  const usages: readonly (readonly [readonly string[], string])[] = [
    [[], 'no -f FILE given'],
    [['manifest'], "unexpected 'manifest'; a manifest is given as -f manifest"],
    [['-f', '-', '--data', '-'], 'standard input holds the manifests or the values, not both'],
    [['-f', 'es.yaml', '-o', 'xml'], "unknown output 'xml'"],
    [['--jsonl', '-f', 'es.yaml'], '--jsonl and --gjson each stand alone'],
    [['--jsonl', '--gjson'], '--jsonl and --gjson each stand alone'],
    [['--gjson', 'more'], '--jsonl and --gjson each stand alone'],
  ];
  for (const [args, problem] of usages) {
    it(`ends with 2 for ${JSON.stringify(args)}`, async () => {
      const { status, stderr } = await run(args);

      expect(status).to.equal(2);
      expect(stderr).to.include(`sallyport render: ${problem}`);
      expect(stderr).to.include('Usage: sallyport render -f FILE...');
    });
  }

  const unreadable: readonly (readonly [readonly string[], string])[] = [
    [['-f', 'no.yaml'], 'cannot read no.yaml: there is no such file or directory'],
    [['-f', 'es.yaml', '--data', 'no.yaml'], 'cannot read no.yaml: there is no such file'],
    [['-f', 'es.yaml', '--data', 'broken.yaml'], 'broken.yaml:2:1: unreadable YAML: '],
    [['-f', 'es.yaml', '--data', 'list.yaml'], 'list.yaml:1:1: values must be a map'],
  ];
  for (const [args, problem] of unreadable) {
    it(`ends with 3 for ${JSON.stringify(args)}, and quotes no value`, async () => {
      const { status, stdout, stderr } = await run(args);

      expect({ status, stdout }).to.deep.equal({ status: 3, stdout: '' });
      expect(stderr).to.include(`sallyport render: ${problem}`);
      expect(stderr).to.not.include('hunter2');
    });
  }
});
