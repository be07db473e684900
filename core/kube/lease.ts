import { AppError, type Clock, type Logger, type Random, toAppError } from '../runtime/index.ts';
import { createWatchdog, type Watchdog } from './deadline.ts';
import { createLeaseHold, type LeaseHoldDeps } from './lease-hold.ts';

export interface LeaderElectionDeps extends LeaseHoldDeps {
  /** A leader that could not renew for this long stops leading; must be less than leaseDurationMs. */
  readonly renewDeadlineMs: number;
  /** How often candidates ask and the leader renews, plus up to a fifth. */
  readonly retryPeriodMs: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
}

export interface LeaderElection {
  isLeader(): boolean;
  /**
   * Competes until `signal` aborts. While this candidate leads, `lead` runs; its signal aborts when leadership is lost,
   * and no other candidate leads before it had leaseDurationMs - renewDeadlineMs to end. A fault of `lead` gives the lease
   * back and is thrown; a `lead` that returns early gives it back and ends the run.
   */
  run(lead: (signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void>;
}

/** One leader among the candidates that compete for one Lease (compare-and-set by resourceVersion). */
export function createLeaderElection(deps: LeaderElectionDeps): LeaderElection {
  if (deps.renewDeadlineMs >= deps.leaseDurationMs || deps.retryPeriodMs >= deps.renewDeadlineMs) {
    throw new AppError(
      'CONFIG_INVALID',
      'leader election needs retryPeriod < renewDeadline < leaseDuration',
    );
  }
  const hold = createLeaseHold(deps);
  const log = deps.log.child({ lease: `${deps.lease.namespace}/${deps.lease.name}` });
  let leading = false;

  async function pause(signal: AbortSignal): Promise<void> {
    const durationMs = deps.retryPeriodMs * (1 + deps.random() / 5);
    await deps.clock.sleep(durationMs, signal).catch(() => undefined); // aborted: the caller looks
  }
  async function tryHold(signal: AbortSignal): Promise<'held' | 'elsewhere' | 'unknown'> {
    try {
      return await hold.take(signal);
    } catch (error) {
      const fault = toAppError(error);
      if (fault.code !== 'ABORTED') {
        log.warn('the lease cannot be had or renewed', { code: fault.code, cause: fault.message });
      }
      return 'unknown';
    }
  }
  /** Renews until the deadline passes, another holds the lease, or the work is over. */
  async function keep(watchdog: Watchdog): Promise<void> {
    while (!watchdog.signal.aborted) {
      await pause(watchdog.signal);
      const answer = watchdog.signal.aborted ? 'unknown' : await tryHold(watchdog.signal);
      if (answer === 'elsewhere') {
        return;
      }
      if (answer === 'held') {
        watchdog.feed();
      }
    }
  }
  async function lease(
    lead: (signal: AbortSignal) => Promise<void>,
    signal: AbortSignal,
  ): Promise<'ended' | 'lost'> {
    const over = new AbortController();
    const watchdog = createWatchdog(
      deps.clock,
      deps.renewDeadlineMs,
      AbortSignal.any([signal, over.signal]),
    );
    leading = true;
    log.info('leading', { identity: deps.identity });
    const work = lead(watchdog.signal);
    const kept = keep(watchdog);
    try {
      const first = await Promise.race([
        work.then(() => 'ended' as const),
        kept.then(() => 'lost' as const),
      ]);
      over.abort();
      await work;
      return first;
    } finally {
      over.abort();
      await kept;
      watchdog.stop();
      leading = false;
      log.info('no longer leading', { identity: deps.identity });
      await giveBack();
    }
  }
  /** Lets the next candidate in at once; without it they wait until the lease expires. */
  async function giveBack(): Promise<void> {
    const limit = createWatchdog(deps.clock, deps.retryPeriodMs, new AbortController().signal);
    try {
      await hold.release(limit.signal);
    } catch (error) {
      log.debug('the lease was not given back', { cause: toAppError(error).message });
    } finally {
      limit.stop();
    }
  }

  return {
    isLeader: () => leading,
    async run(lead, signal) {
      while (!signal.aborted) {
        if ((await tryHold(signal)) === 'held') {
          const end = await lease(lead, signal);
          if (end === 'ended') {
            return;
          }
        }
        await pause(signal);
      }
    },
  };
}
