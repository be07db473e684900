import { expect } from 'chai';
import { SECRETS } from '../../../core/kube/index.ts';
import { createMemoryApi } from '../../../core/kube/memory/index.ts';
import { AppError, createLogger, type ErrorCode } from '../../../core/runtime/index.ts';
import { createLastGood } from '../../../sidecar/last-good.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { anExternalSecret } from './an-external-secret.ts';

const signal = new AbortController().signal;
/** sha3-224 of `map[password:[115 51 99 114 101 116]]`. */
const HASH = '1525d4dfb3e3a3519bb8a5aee62160f8c3147a1ec6170a975241de06';

interface Case {
  readonly code?: ErrorCode;
  readonly hash?: string;
  readonly refreshTime?: string;
  readonly creationPolicy?: string;
}

async function find({
  code = 'BACKEND_UNAVAILABLE',
  hash = HASH,
  refreshTime = '2026-01-01T00:00:00Z',
  creationPolicy = 'Owner',
}: Case): Promise<string> {
  const clock = createFakeClock();
  const api = createMemoryApi({ clock });
  const secret = {
    metadata: {
      namespace: 'default',
      name: 'database',
      labels: { 'reconcile.external-secrets.io/managed': 'true' },
      annotations: { 'reconcile.external-secrets.io/data-hash': hash },
    },
    data: { password: Buffer.from('s3cret').toString('base64') },
  };
  await api.create(SECRETS, secret, { fieldManager: 'test' }, signal);
  const log = createLogger({ level: 'error', clock, write: () => undefined });
  const externalSecret = anExternalSecret({
    spec: { target: { creationPolicy } },
    status: { refreshTime, conditions: [], binding: { name: 'database' } },
  });

  const value = await createLastGood({ api, log }).find(
    externalSecret,
    new AppError(code, 'down'),
    signal,
  );

  return value === undefined
    ? 'none'
    : `${[...value.data.keys()].join()} ${value.at.toISOString()}`;
}

describe('createLastGood', () => {
  for (const code of ['BACKEND_UNAVAILABLE', 'TIMEOUT', 'RATE_LIMITED'] as const) {
    it(`gives what the native Secret had at the last sync on ${code}`, async () => {
      expect(await find({ code })).to.equal('password 2026-01-01T00:00:00.000Z');
    });
  }

  for (const code of [
    'ACCESS_DENIED',
    'UNAUTHENTICATED',
    'STORE_FORBIDDEN',
    'SECRET_MISSING',
  ] as const) {
    it(`gives nothing on ${code}, which is an answer`, async () => {
      expect(await find({ code })).to.equal('none');
    });
  }

  it('gives nothing of a Secret that somebody changed', async () => {
    expect(await find({ hash: 'another' })).to.equal('none');
  });

  it('gives nothing of a Secret it shares with others', async () => {
    expect(await find({ creationPolicy: 'Merge' })).to.equal('none');
  });

  it('gives nothing that was never synced', async () => {
    expect(await find({ refreshTime: '' })).to.equal('none');
  });

  it('gives nothing, and does not fail, where the Secret may not be read', async () => {
    const clock = createFakeClock();
    const api = {
      async get(): Promise<never> {
        throw new AppError('KUBE_FORBIDDEN', 'cannot get secrets');
      },
      list: async () => [],
    };
    const log = createLogger({ level: 'error', clock, write: () => undefined });
    const externalSecret = anExternalSecret({
      status: { refreshTime: '2026-01-01T00:00:00Z', conditions: [], binding: { name: '' } },
    });

    expect(
      await createLastGood({ api, log }).find(
        externalSecret,
        new AppError('TIMEOUT', 'late'),
        signal,
      ),
    ).to.equal(undefined);
  });
});
