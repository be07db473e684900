import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';

const MAIN = join(import.meta.dirname, '../../cli/main.ts');
const BAD = `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: a }
spec: {}
`;

describe('sallyport', function () {
  this.timeout(20_000);

  it('ends with the verdict and without a word when nobody reads on', async () => {
    const child = spawn(process.execPath, [MAIN, 'check', '-']);
    const stderr = text(child.stderr);
    const exit = once(child, 'exit');
    child.stdout.destroy();

    child.stdin.end(BAD);
    await exit;

    expect(await stderr).to.equal('');
    expect(child.exitCode).to.equal(1);
  });

  it('ends with 2 and its usage when it does not know the command', () => {
    const { status, stderr } = spawnSync(process.execPath, [MAIN, 'chek'], { encoding: 'utf8' });

    expect(status).to.equal(2);
    expect(stderr).to.match(/^sallyport: unknown command 'chek'\n\nUsage: /u);
  });
});
