import { expect } from 'chai';
import type { ExternalSecret } from '../../../core/api/index.ts';
import { AppError, createLogger, createMetrics, toAppError } from '../../../core/runtime/index.ts';
import type { SyncOutcome } from '../../../core/sync/index.ts';
import { createSidecarMetrics } from '../../../sidecar/metrics.ts';
import { createPass } from '../../../sidecar/pass.ts';
import type { LastGoodValue } from '../../../sidecar/last-good.ts';
import { createProgress } from '../../../sidecar/progress.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { anExternalSecret } from './an-external-secret.ts';

interface World {
  /** The generation on the volume. */
  generation: string | undefined;
  /** What the next sync does: commits the generation, then ends or throws. */
  next: { readonly commits?: string; readonly ends: SyncOutcome | AppError };
  /** What the native Secret would give. */
  lastGood: LastGoodValue | undefined;
  readonly reloads: string[];
  readonly ages: string[];
  /** Reasons of events on the Pod. */
  readonly told: string[];
  readonly reported: string[];
  /** Reloads asked for by the time each end was reported. */
  readonly reloadsWhenTold: number[];
  readonly faults: () => string | undefined;
  readonly metrics: () => string;
  pass(signal?: AbortSignal): Promise<string>;
}

const RETAINED: SyncOutcome = { kind: 'retained' };

function world(): World {
  const clock = createFakeClock();
  const registry = createMetrics();
  const progress = createProgress({ names: ['database'], isDelivered: () => false });
  const reloads: string[] = [];
  const reported: string[] = [];
  const reloadsWhenTold: number[] = [];
  const ages: string[] = [];
  const told: string[] = [];
  const pass = createPass({
    sync: {
      async sync() {
        const { commits, ends } = here.next;
        here.generation = commits ?? here.generation;
        if (ends instanceof AppError) {
          throw ends;
        }
        return ends;
      },
    },
    volume: { generation: () => here.generation },
    async restore() {
      here.generation = 'restored';
    },
    lastGood: { find: async () => here.lastGood },
    freshness: {
      confirmed: (_name, at) =>
        ages.push(at === undefined ? 'confirmed' : `confirmed at ${at.toISOString()}`),
      unconfirmed: () => ages.push('unconfirmed'),
    },
    pod: { tell: ({ reason }) => told.push(reason) },
    reloads: { add: (name) => reloads.push(name) },
    reporter: {
      async ended(_externalSecret: ExternalSecret, outcome: SyncOutcome) {
        reloadsWhenTold.push(reloads.length);
        reported.push(outcome.kind);
      },
      async failed(_externalSecret: ExternalSecret, error: AppError) {
        reported.push(error.code);
      },
    },
    progress,
    metrics: createSidecarMetrics(registry),
    clock,
    log: createLogger({ level: 'error', clock, write: () => undefined }),
  });
  const here: World = {
    generation: undefined,
    lastGood: undefined,
    ages,
    told,
    next: { ends: RETAINED },
    reloads,
    reported,
    reloadsWhenTold,
    faults: () => progress.faults(),
    metrics: () => registry.expose(),
    async pass(signal = new AbortController().signal) {
      try {
        await pass(anExternalSecret(), signal);
        return 'ended';
      } catch (error) {
        return toAppError(error).code;
      }
    },
  };
  return here;
}

describe('createPass', () => {
  it('asks for no reload at the first generation', async () => {
    const here = world();
    here.next = { commits: 'one', ends: RETAINED };

    expect(await here.pass()).to.equal('ended');

    expect(here.reloads).to.deep.equal([]);
  });

  it('asks for one at the next generation, and for none while it stays', async () => {
    const here = world();
    here.generation = 'one';
    here.next = { commits: 'two', ends: RETAINED };
    await here.pass();
    here.next = { ends: RETAINED };
    await here.pass();

    expect(here.reloads).to.have.length(1);
  });

  it('asks for it before it reports, since the API server may take its time', async () => {
    const here = world();
    here.generation = 'one';
    here.next = { commits: 'two', ends: RETAINED };
    await here.pass();

    expect(here.reloadsWhenTold).to.deep.equal([1]);
  });

  it('asks for one also when the pass failed after its commit', async () => {
    const here = world();
    here.generation = 'one';
    here.next = { commits: 'two', ends: new AppError('SINK_FAILED', 'no native Secret') };

    expect(await here.pass()).to.equal('SINK_FAILED');

    expect(here.reloads).to.have.length(1);
  });

  it('reports, counts and shows a fault until a pass ends well', async () => {
    const here = world();
    here.generation = 'one';
    here.next = { ends: new AppError('BACKEND_UNAVAILABLE', 'down') };
    expect(await here.pass()).to.equal('BACKEND_UNAVAILABLE');
    expect(here.faults()).to.contain('BACKEND_UNAVAILABLE: down');
    here.next = { ends: RETAINED };
    await here.pass();

    expect(here.faults()).to.equal(undefined);
    expect(here.reported).to.deep.equal(['BACKEND_UNAVAILABLE', 'retained']);
    expect(here.metrics()).to.contain('result="BACKEND_UNAVAILABLE"} 1');
  });

  it('does not call it a fault of the ExternalSecret when it is stopped', async () => {
    const here = world();
    here.next = { ends: new AppError('ABORTED', 'stopped') };

    expect(await here.pass(AbortSignal.abort())).to.equal('ABORTED');

    expect([here.reported, here.faults()]).to.deep.equal([[], undefined]);
  });

  it('is a fault when there is nothing to deliver and nothing was delivered', async () => {
    const here = world();

    expect(await here.pass()).to.equal('SECRET_MISSING');
  });

  it('gives a Pod that begins during an outage the last good value, as old as it is', async () => {
    const here = world();
    here.next = { ends: new AppError('BACKEND_UNAVAILABLE', 'down') };
    here.lastGood = { data: new Map(), at: new Date('2025-12-31T23:00:00Z') };

    expect(await here.pass()).to.equal('BACKEND_UNAVAILABLE');

    expect(here.generation).to.equal('restored');
    expect(here.ages).to.deep.equal(['confirmed at 2025-12-31T23:00:00.000Z', 'unconfirmed']);
    expect(here.told).to.deep.equal(['LastGoodDelivered']);
    expect(here.reloads).to.deep.equal([]);
  });

  it('tells the Pod why it is not served, and asks for no last good value once it was', async () => {
    const here = world();
    here.next = { ends: new AppError('KUBE_FORBIDDEN', 'may not get secretstores') };
    await here.pass();
    here.generation = 'one';
    here.lastGood = { data: new Map(), at: new Date(0) };
    await here.pass();

    expect(here.told).to.deep.equal(['DeliveryFailed']);
    expect(here.generation).to.equal('one');
  });

  it('counts as confirmed what the backend gave, and as unconfirmed what it has no more', async () => {
    const here = world();
    here.generation = 'one';
    here.next = { ends: { kind: 'deleted' } };
    await here.pass();
    here.next = { ends: RETAINED };
    await here.pass();

    expect(here.ages).to.deep.equal(['confirmed', 'unconfirmed']);
  });
});
