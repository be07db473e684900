import { expect } from 'chai';
import type { RawObject } from '../../../../core/api/index.ts';
import { createEventRecorder, EVENTS, type KubernetesApi } from '../../../../core/kube/index.ts';
import { createMemoryApi } from '../../../../core/kube/memory/index.ts';
import { AppError, createLogger, textAt } from '../../../../core/runtime/index.ts';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock.ts';

const signal = new AbortController().signal;
const NOTE = { type: 'Warning', reason: 'UpdateFailed', message: 'no such store' } as const;
const INVOLVED = {
  apiVersion: 'external-secrets.io/v1',
  kind: 'ExternalSecret',
  metadata: { namespace: 'default', name: 'db', uid: 'u-1', resourceVersion: '7' },
};

describe('createEventRecorder', () => {
  let clock: FakeClock;
  let api: KubernetesApi;
  let logged: string[];

  function recorder(reach: KubernetesApi = api) {
    const log = createLogger({ level: 'debug', clock, write: (line) => void logged.push(line) });
    return createEventRecorder({ api: reach, component: 'sallyport', clock, log });
  }
  async function events(): Promise<readonly RawObject[]> {
    return api.list(EVENTS, {}, signal);
  }

  beforeEach(() => {
    clock = createFakeClock();
    api = createMemoryApi({ clock });
    logged = [];
  });

  it('writes an Event beside its object', async () => {
    await recorder().record(INVOLVED, NOTE, signal);

    const [event = {}, ...others] = await events();
    expect(others).to.deep.equal([]);
    expect(event).to.deep.include({
      ...NOTE,
      involvedObject: {
        apiVersion: 'external-secrets.io/v1',
        kind: 'ExternalSecret',
        ...INVOLVED.metadata,
      },
      source: { component: 'sallyport' },
      count: 1,
      firstTimestamp: '2026-01-01T00:00:00Z',
      lastTimestamp: '2026-01-01T00:00:00Z',
    });
    expect(event['metadata']).to.include({ namespace: 'default' });
  });

  it('counts what is said again, also before the first was written', async () => {
    const under = recorder();
    await Promise.all([under.record(INVOLVED, NOTE, signal), under.record(INVOLVED, NOTE, signal)]);
    await clock.advance(60_000);

    await under.record(INVOLVED, NOTE, signal);

    expect(await events()).to.have.length(1);
    expect((await events())[0]).to.include({
      count: 3,
      firstTimestamp: '2026-01-01T00:00:00Z',
      lastTimestamp: '2026-01-01T00:01:00Z',
    });
  });

  it('keeps different notes and different objects apart', async () => {
    const under = recorder();

    await under.record(INVOLVED, NOTE, signal);
    await under.record(INVOLVED, { ...NOTE, message: 'another' }, signal);
    await under.record(
      { ...INVOLVED, metadata: { ...INVOLVED.metadata, uid: 'u-2' } },
      NOTE,
      signal,
    );

    expect(await events()).to.have.length(3);
  });

  it('begins anew when the Event has expired', async () => {
    const under = recorder();
    await under.record(INVOLVED, NOTE, signal);
    const [event = {}] = await events();
    const metadata = event['metadata'] as { readonly name: string };
    await api.delete(EVENTS, { namespace: 'default', name: metadata.name }, {}, signal);

    await under.record(INVOLVED, NOTE, signal);

    expect((await events())[0]).to.include({ count: 1 });
  });

  it('puts Events of cluster-scoped objects into default', async () => {
    const metadata = { ...INVOLVED.metadata, namespace: '' };

    await recorder().record({ ...INVOLVED, kind: 'ClusterSecretStore', metadata }, NOTE, signal);

    expect((await events())[0]?.['metadata']).to.include({ namespace: 'default' });
  });

  it('cuts a message at 1,024 bytes, between characters', async () => {
    await recorder().record(INVOLVED, { ...NOTE, message: 'ü'.repeat(600) }, signal);

    const message = textAt((await events())[0] ?? {}, 'message');
    expect(Buffer.byteLength(message)).to.be.within(1022, 1024);
    expect(message).to.match(/^ü+…$/u);
  });

  it('never fails its caller, and begins anew after a failure', async () => {
    let isDown = true;
    const under = recorder({
      ...api,
      create: async (...args) => {
        if (isDown) {
          throw new AppError('KUBE_UNAVAILABLE', 'the API server is down');
        }
        return api.create(...args);
      },
    });

    await under.record(INVOLVED, NOTE, signal);
    isDown = false;
    await under.record(INVOLVED, NOTE, signal);

    expect(logged.join('')).to.contain('an Event could not be written').and.contain('is down');
    expect((await events())[0]).to.include({ count: 1 });
  });
});
