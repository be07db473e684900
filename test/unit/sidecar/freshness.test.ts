import { expect } from 'chai';
import { createMetrics } from '../../../core/runtime/index.ts';
import { createFreshness, type Freshness } from '../../../sidecar/freshness.ts';
import { createSidecarMetrics } from '../../../sidecar/metrics.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';

interface World {
  readonly freshness: Freshness;
  readonly clock: FakeClock;
  /** "name state seconds since it was confirmed" of each change. */
  readonly changes: string[];
  readonly metrics: () => string;
}

async function withLimit(limitMs: number, work: (world: World) => Promise<void>): Promise<void> {
  const clock = createFakeClock();
  const registry = createMetrics();
  const changes: string[] = [];
  const freshness = createFreshness({
    limitMs,
    clock,
    gauge: createSidecarMetrics(registry).freshness,
    onChange: (name, state, sinceMs) => changes.push(`${name} ${state} ${sinceMs / 1000}`),
  });
  const stop = new AbortController();
  const running = freshness.run(stop.signal);
  await work({ freshness, clock, changes, metrics: () => registry.expose() });
  stop.abort();
  await running;
}

describe('createFreshness', () => {
  it('goes from fresh over stale to expired and back', async () => {
    await withLimit(60_000, async ({ freshness, clock, changes, metrics }) => {
      freshness.confirmed('database');
      await clock.advance(30_000);
      freshness.unconfirmed('database');
      expect(freshness.expired()).to.equal(undefined);
      await clock.advance(31_000);

      expect(changes).to.deep.equal(['database stale 30', 'database expired 60']);
      expect(freshness.expired()).to.include('"database"');
      expect(metrics()).to.include(
        'sallyport_sidecar_freshness{external_secret="database",state="expired"} 1',
      );

      freshness.confirmed('database');
      expect(freshness.expired()).to.equal(undefined);
      expect(metrics()).to.include('state="expired"} 0');
    });
  });

  it('never expires what the backend confirms, however old its last change', async () => {
    await withLimit(60_000, async ({ freshness, clock, changes }) => {
      freshness.confirmed('database');
      await clock.advance(3_600_000);

      expect(changes).to.deep.equal([]);
    });
  });

  it('never expires anything without a limit', async () => {
    await withLimit(0, async ({ freshness, clock, changes }) => {
      freshness.confirmed('database');
      freshness.unconfirmed('database');
      await clock.advance(1_000_000_000);

      expect(changes).to.deep.equal(['database stale 0']);
    });
  });

  it('counts from when it was confirmed, also before the process began', async () => {
    await withLimit(60_000, async ({ freshness, clock, changes }) => {
      freshness.confirmed('database', new Date(clock.now().getTime() - 120_000));
      freshness.unconfirmed('database');

      expect(changes).to.deep.equal(['database expired 120']);
    });
  });

  it('says nothing of what was never delivered', async () => {
    await withLimit(1000, async ({ freshness, clock, changes }) => {
      freshness.unconfirmed('database');
      await clock.advance(5000);

      expect(changes).to.deep.equal([]);
    });
  });
});
