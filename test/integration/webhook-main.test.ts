import { spawnSync } from 'node:child_process';
import { expect } from 'chai';

function run(environment: Record<string, string>): { status: number | null; stderr: string } {
  const { status, stderr } = spawnSync(process.execPath, ['webhook/main.ts'], {
    encoding: 'utf8',
    env: environment,
  });
  return { status, stderr };
}

describe('the webhook process', () => {
  it('ends with 2 and every problem when its settings are wrong', () => {
    const { status, stderr } = run({ SALLYPORT_DRAIN: 'soon', SALLYPORT_LISTEN_PRT: '1' });

    expect(status).to.equal(2);
    expect(stderr.split('\n').map((line) => line.split(':')[0])).to.have.members([
      'SALLYPORT_DRAIN',
      'SALLYPORT_SIDECAR_IMAGE',
      'SALLYPORT_LISTEN_PRT',
      '',
    ]);
  });

  it('ends with 2 and what to do outside a Pod', () => {
    const { status, stderr } = run({ SALLYPORT_SIDECAR_IMAGE: 'sync:1' });

    expect(status).to.equal(2);
    expect(stderr).to.equal(
      'CONFIG_INVALID: KUBERNETES_SERVICE_HOST is not set: this process does not run in a Pod\n',
    );
  });
});
