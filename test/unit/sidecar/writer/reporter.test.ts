import { expect } from 'chai';
import { parseExternalSecret } from '../../../../core/api/index.ts';
import { EVENTS, EXTERNAL_SECRETS } from '../../../../core/kube/index.ts';
import type { MemoryApi } from '../../../../core/kube/memory/api.ts';
import { createMemoryApi } from '../../../../core/kube/memory/index.ts';
import { AppError, createLogger } from '../../../../core/runtime/index.ts';
import { createReporter, type Reporter } from '../../../../sidecar/writer/index.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';
import { anExternalSecret, rawExternalSecret } from '../an-external-secret.ts';

const signal = new AbortController().signal;
const DOWN = new AppError('BACKEND_UNAVAILABLE', 'store vault: down');

async function world(
  leads: boolean,
  change: (api: MemoryApi) => MemoryApi = (api) => api,
): Promise<{ api: MemoryApi; reporter: Reporter; log: string[] }> {
  const clock = createFakeClock();
  const api = createMemoryApi({ clock });
  await api.create(EXTERNAL_SECRETS, rawExternalSecret(), { fieldManager: 'test' }, signal);
  const log: string[] = [];
  const reporter = createReporter({
    api: change(api),
    leads: () => leads,
    wrote: () => false,
    isForeign: async (externalSecret) => externalSecret.metadata.labels['foreign'] === 'true',
    clock,
    log: createLogger({ level: 'warn', clock, write: (line) => log.push(line) }),
  });
  return { api, reporter, log };
}

async function seen(api: MemoryApi): Promise<readonly [unknown, number]> {
  const ref = { namespace: 'default', name: 'database' };
  const status = (await api.get(EXTERNAL_SECRETS, ref, signal))?.['status'];
  return [status, (await api.list(EVENTS, {}, signal)).length];
}

describe('createReporter', () => {
  it('writes status and event as the writer', async () => {
    const { api, reporter } = await world(true);

    await reporter.failed(anExternalSecret(), DOWN, signal);

    const [status, events] = await seen(api);
    expect(JSON.stringify(status)).to.contain('SecretSyncedError');
    expect(events).to.equal(1);
  });

  it('tells a fault that stays the same once', async () => {
    const { api, reporter } = await world(true);
    await reporter.failed(anExternalSecret(), DOWN, signal);
    const ref = { namespace: 'default', name: 'database' };
    const parsed = parseExternalSecret((await api.get(EXTERNAL_SECRETS, ref, signal)) ?? {});
    if (!parsed.ok) {
      throw new Error(JSON.stringify(parsed.findings));
    }

    await reporter.failed(parsed.value, DOWN, signal);

    expect((await api.list(EVENTS, {}, signal)).map(({ count }) => count)).to.deep.equal([1]);
  });

  it('says nothing while another sidecar is the writer', async () => {
    const { api, reporter } = await world(false);

    await reporter.failed(anExternalSecret(), DOWN, signal);
    await reporter.ended(anExternalSecret(), { kind: 'retained' }, signal);

    expect(await seen(api)).to.deep.equal([undefined, 0]);
  });

  it('goes on, and says so in the log, where it may not write the status', async () => {
    const { api, reporter, log } = await world(true, (real) => ({
      ...real,
      async patch() {
        throw new AppError('KUBE_FORBIDDEN', 'may not patch externalsecrets/status');
      },
    }));

    await reporter.failed(anExternalSecret(), DOWN, signal);

    expect(log.join('')).to.contain('may not patch externalsecrets/status');
    expect((await seen(api))[1]).to.equal(1);
  });

  it('leaves an ExternalSecret of a foreign store to its controller', async () => {
    const { api, reporter } = await world(true);

    await reporter.failed(
      anExternalSecret({ metadata: { labels: { foreign: 'true' } } }),
      DOWN,
      signal,
    );

    expect(await seen(api)).to.deep.equal([undefined, 0]);
  });
});
