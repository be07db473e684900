import { expect } from 'chai';
import { inClusterConnection } from '../../../../core/kube/index.ts';
import { AppError } from '../../../../core/runtime/index.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';

const DIRECTORY = '/var/run/secrets/kubernetes.io/serviceaccount';
const signal = new AbortController().signal;

describe('inClusterConnection', () => {
  function aPod(files: Record<string, string> = {}) {
    const clock = createFakeClock();
    const mounted: Record<string, string> = {
      [`${DIRECTORY}/token`]: 'first\n',
      [`${DIRECTORY}/ca.crt`]: 'PEM',
      [`${DIRECTORY}/namespace`]: 'shop',
      ...files,
    };
    const readFile = async (path: string): Promise<string> => {
      const text = mounted[path];
      if (text === undefined) {
        throw new Error(`ENOENT ${path}`);
      }
      return text;
    };
    return { clock, mounted, deps: { clock, readFile, host: '10.96.0.1', port: '443' } };
  }

  it('says where, whom to believe and who we are', async () => {
    const connection = await inClusterConnection(aPod().deps);

    expect(connection).to.include({
      server: 'https://10.96.0.1:443',
      ca: 'PEM',
      namespace: 'shop',
      verifyServer: true,
    });
    expect((await connection.credentials(signal)).headers).to.deep.equal({
      authorization: 'Bearer first',
    });
  });

  it('reads the token again after a minute', async () => {
    const { clock, mounted, deps } = aPod();
    const connection = await inClusterConnection(deps);
    mounted[`${DIRECTORY}/token`] = 'second';
    await clock.advance(59_000);
    const early = await connection.credentials(signal);

    await clock.advance(2_000);
    const late = await connection.credentials(signal);

    expect([early, late].map(({ headers }) => headers['authorization'])).to.deep.equal([
      'Bearer first',
      'Bearer second',
    ]);
  });

  it('puts an IPv6 address into brackets', async () => {
    const connection = await inClusterConnection({ ...aPod().deps, host: 'fd00::1' });

    expect(connection.server).to.equal('https://[fd00::1]:443');
  });

  for (const [what, change] of [
    ['outside a Pod', { host: undefined }],
    ['without a mounted token', { readFile: async () => Promise.reject(new Error('ENOENT')) }],
  ] as const) {
    it(`says CONFIG_INVALID ${what}`, async () => {
      const fault = await inClusterConnection({ ...aPod().deps, ...change }).catch(
        (error: unknown) => error,
      );

      expect(fault).to.be.instanceOf(AppError).and.have.property('code', 'CONFIG_INVALID');
    });
  }
});
