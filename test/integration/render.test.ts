import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from 'chai';

const MAIN = join(import.meta.dirname, '../../cli/main.ts');
const EXAMPLE = join(import.meta.dirname, '../../examples/render');

describe('sallyport render', function () {
  this.timeout(20_000);

  it('renders the example, its manifest from standard input', () => {
    const { status, stdout, stderr } = spawnSync(
      'sh',
      [
        '-c',
        `"$0" "$1" render -f - --data "$2/values.yaml" < "$2/external-secret.yaml"`,
        process.execPath,
        MAIN,
        EXAMPLE,
      ],
      { encoding: 'utf8' },
    );

    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' });
    expect(stdout).to.include('DATABASE_URL: postgresql://shop:');
  });

  it('answers JSON lines one by one, also those that are none', async () => {
    const child = spawn(process.execPath, [MAIN, 'render', '--jsonl']);
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const ask = async (line: string): Promise<unknown> => {
      child.stdin.write(`${line}\n`);
      return JSON.parse(String((await answers.next()).value));
    };

    const good = await ask('{"id":"1","template":"{{ .a }}!","data":{"a":"b"}}');
    const bad = await ask('{{');
    const again = await ask('{"id":"2","template":"{{ . "}');
    child.stdin.end();

    expect([good, bad, again]).to.deep.equal([
      { id: '1', output: 'b!' },
      { error: 'not a question: the line is no JSON' },
      { id: '2', error: 'template: t:1: unclosed action' },
    ]);
    expect(await answers.next()).to.have.property('done', true);
  });

  it('answers JSON paths', () => {
    const { status, stdout } = spawnSync(process.execPath, [MAIN, 'render', '--gjson'], {
      encoding: 'utf8',
      input: '{"id":"1","json":"{\\"a\\":[1,2]}","path":"a.#"}\n',
    });

    expect(status).to.equal(0);
    expect(JSON.parse(stdout)).to.deep.equal({ id: '1', exists: true, raw: '2', string: '2' });
  });

  it('ends with 130 when it is interrupted', async () => {
    const child = spawn(process.execPath, [MAIN, 'render', '--jsonl']);
    const code = new Promise((resolve) => child.once('exit', resolve));
    child.stdin.write('{"id":"1","template":""}\n');
    await new Promise((resolve) => child.stdout.once('data', resolve));

    child.kill('SIGINT');

    expect(await code).to.equal(130);
  });
});
