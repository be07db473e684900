import { spawnSync } from 'node:child_process';
import { expect } from 'chai';

describe('a process with a setting it does not know', () => {
  for (const room of ['controller', 'sidecar', 'webhook']) {
    it(`ends with 2 if it is the ${room}`, () => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [`${room}/main.ts`], {
        encoding: 'utf8',
        env: { SALLYPORT_NO_SUCH_SETTING: '1' },
      });

      expect(stdout + stderr).to.include('SALLYPORT_NO_SUCH_SETTING');
      expect(status).to.equal(2);
    });
  }
});
