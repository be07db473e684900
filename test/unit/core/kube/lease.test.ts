import { expect } from 'chai';
import { createLeaderElection, type KubernetesApi, LEASES } from '../../../../core/kube/index.ts';
import type { LeaderElection } from '../../../../core/kube/lease.ts';
import { createMemoryApi } from '../../../../core/kube/memory/index.ts';
import { AppError, createLogger, objectAt } from '../../../../core/runtime/index.ts';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock.ts';

const LEASE = { namespace: 'default', name: 'writer' };
const signal = new AbortController().signal;

interface Candidate {
  readonly election: LeaderElection;
  readonly terms: string[];
  /** Cuts this candidate off from the API server. */
  cutOff: boolean;
  readonly stop: () => Promise<void>;
}

describe('createLeaderElection', () => {
  let clock: FakeClock;
  let api: KubernetesApi;
  let candidates: Candidate[];

  function elect(identity: string, reach: KubernetesApi = api): LeaderElection {
    return createLeaderElection({
      api: reach,
      lease: LEASE,
      identity,
      leaseDurationMs: 15_000,
      renewDeadlineMs: 10_000,
      retryPeriodMs: 2_000,
      clock,
      random: () => 0,
      log: createLogger({ level: 'error', clock, write: () => undefined }),
    });
  }
  function compete(identity: string): Candidate {
    const abort = new AbortController();
    const candidate = { cutOff: false };
    const guard = async <Result>(work: () => Promise<Result>): Promise<Result> => {
      if (candidate.cutOff) {
        throw new AppError('KUBE_UNAVAILABLE', 'cut off');
      }
      return work();
    };
    const election = elect(identity, {
      ...api,
      get: async (...args) => guard(async () => api.get(...args)),
      create: async (...args) => guard(async () => api.create(...args)),
      replace: async (...args) => guard(async () => api.replace(...args)),
    });
    const terms: string[] = [];
    const lead = async (leading: AbortSignal): Promise<void> => {
      terms.push('leads');
      await new Promise<void>((resolve) => {
        leading.addEventListener('abort', () => {
          resolve();
        });
      });
      terms.push('ends');
    };
    const run = election.run(lead, abort.signal);
    const made = Object.assign(candidate, {
      election,
      terms,
      async stop() {
        abort.abort();
        await run;
      },
    });
    candidates.push(made);
    return made;
  }
  async function spec() {
    return objectAt((await api.get(LEASES, LEASE, signal)) ?? {}, 'spec');
  }

  beforeEach(() => {
    clock = createFakeClock();
    api = createMemoryApi({ clock });
    candidates = [];
  });
  afterEach(async () => {
    await Promise.all(candidates.map(async (candidate) => candidate.stop()));
  });

  it('lets one of two candidates lead, for as long as it renews', async () => {
    const first = compete('a');
    const second = compete('b');

    await clock.advance(120_000);

    expect([first.terms, second.terms]).to.deep.equal([['leads'], []]);
    expect([first.election.isLeader(), second.election.isLeader()]).to.deep.equal([true, false]);
    expect(await spec()).to.include({
      holderIdentity: 'a',
      leaseDurationSeconds: 15,
      leaseTransitions: 0,
      acquireTime: '2026-01-01T00:00:00.000000Z',
      renewTime: '2026-01-01T00:02:00.000000Z',
    });
  });

  it('hands over at once when the leader stops', async () => {
    const first = compete('a');
    const second = compete('b');
    await clock.advance(10_000);

    await first.stop();
    await clock.advance(3_000);

    expect(first.terms).to.deep.equal(['leads', 'ends']);
    expect(second.terms).to.deep.equal(['leads']);
    expect(await spec()).to.include({ holderIdentity: 'b', leaseTransitions: 1 });
  });

  it('ends the term of a leader that cannot renew, before another takes over', async () => {
    const first = compete('a');
    const second = compete('b');
    await clock.advance(10_000);
    first.cutOff = true;

    await clock.advance(10_500);
    const afterDeadline = [[...first.terms], [...second.terms]];
    await clock.advance(8_000);

    expect(afterDeadline).to.deep.equal([['leads', 'ends'], []]);
    expect(second.terms).to.deep.equal(['leads']);
  });

  it('does not lead again while another does, and takes over when that one is lost', async () => {
    const first = compete('a');
    const second = compete('b');
    await clock.advance(10_000);
    first.cutOff = true;
    await clock.advance(30_000);
    first.cutOff = false;
    await clock.advance(30_000);
    const meanwhile = [...first.terms];
    second.cutOff = true;

    await clock.advance(30_000);

    expect(meanwhile).to.deep.equal(['leads', 'ends']);
    expect(first.terms).to.deep.equal(['leads', 'ends', 'leads']);
    expect(second.terms).to.deep.equal(['leads', 'ends']);
  });

  it('survives a renewal that fails once', async () => {
    const only = compete('a');
    await clock.advance(3_000);
    only.cutOff = true;
    await clock.advance(4_000);
    only.cutOff = false;

    await clock.advance(30_000);

    expect(only.terms).to.deep.equal(['leads']);
  });

  it("ages a lease from when it was seen to change, not by its holder's clock", async () => {
    const old = {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: LEASE,
      spec: {
        holderIdentity: 'gone',
        leaseDurationSeconds: 15,
        renewTime: '2001-01-01T00:00:00.000000Z',
      },
    };
    await api.create(LEASES, old, { fieldManager: 'gone' }, signal);
    const only = compete('a');

    await clock.advance(14_000);
    const early = [...only.terms];
    await clock.advance(4_000);

    expect(early).to.deep.equal([]);
    expect(only.terms).to.deep.equal(['leads']);
  });

  it('throws a fault of the work, and gives the lease back', async () => {
    const fault = await elect('a')
      .run(async () => Promise.reject(new Error('broken')), signal)
      .then(
        () => undefined,
        (error: unknown) => error,
      );

    expect(fault).to.have.property('message', 'broken');
    expect(await spec()).to.include({ holderIdentity: '' });
  });

  it('takes work that throws because it was told to stop for an orderly end', async () => {
    const abort = new AbortController();
    const run = elect('a').run(async (leading) => clock.sleep(1e9, leading), abort.signal);
    await clock.advance(3_000);

    abort.abort();
    await run;

    expect(await spec()).to.include({ holderIdentity: '' });
  });

  it('refuses times that let two lead at once', () => {
    expect(() =>
      createLeaderElection({
        api,
        lease: LEASE,
        identity: 'a',
        leaseDurationMs: 10_000,
        renewDeadlineMs: 10_000,
        retryPeriodMs: 2_000,
        clock,
        random: () => 0,
        log: createLogger({ level: 'error', clock, write: () => undefined }),
      }),
    ).to.throw(AppError, 'renewDeadline');
  });
});
