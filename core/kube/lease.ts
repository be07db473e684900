import { AppError, faultFields, type Logger, type Random, toAppError } from '../runtime/index.ts';
import { createWatchdog, type Watchdog } from './deadline.ts';
import { createLeaseHold, type LeaseHold, type LeaseHoldDeps } from './lease-hold.ts';

export interface LeaderElectionDeps extends LeaseHoldDeps {
  /** A leader that could not renew for this long stops leading; must be less than leaseDurationMs. */
  readonly renewDeadlineMs: number;
  /** How often candidates ask and the leader renews, plus up to a fifth. */
  readonly retryPeriodMs: number;
  readonly random: Random;
  readonly log: Logger;
}

/** What the leader does until its signal aborts. */
export type Lead = (signal: AbortSignal) => Promise<void>;

export interface LeaderElection {
  isLeader(): boolean;
  /**
   * Competes until `signal` aborts. While this candidate leads, `lead` runs; its signal aborts when leadership is lost,
   * and no other candidate leads before it had leaseDurationMs - renewDeadlineMs to end. A fault of `lead` gives the lease
   * back and is thrown; a `lead` that returns early gives it back and ends the run.
   */
  run(lead: Lead, signal: AbortSignal): Promise<void>;
}

type Answer = 'held' | 'elsewhere' | 'unknown';

/** One candidate's steps, each of which may fail without harm. */
interface Steps {
  pause(signal: AbortSignal): Promise<void>;
  take(signal: AbortSignal): Promise<Answer>;
  /** Lets the next candidate in at once; without it they wait until the lease expires. */
  giveBack(): Promise<void>;
}

function createSteps(hold: LeaseHold, deps: LeaderElectionDeps): Steps {
  const { clock, log, retryPeriodMs } = deps;
  return {
    async pause(signal) {
      const durationMs = retryPeriodMs * (1 + deps.random() / 5);
      await clock.sleep(durationMs, signal).catch(() => undefined); // aborted: the caller looks
    },
    async take(signal) {
      try {
        return await hold.take(signal);
      } catch (error) {
        const fault = toAppError(error);
        if (fault.code !== 'ABORTED') {
          log.warn('the lease cannot be had', faultFields(fault));
        }
        return 'unknown';
      }
    },
    async giveBack() {
      const limit = createWatchdog(clock, retryPeriodMs, new AbortController().signal);
      try {
        await hold.release(limit.signal);
      } catch (error) {
        log.debug('the lease was not given back', { cause: toAppError(error).message });
      } finally {
        limit.stop();
      }
    },
  };
}

/** Renews until the deadline passes, another holds the lease, or the work is over. */
async function keep(steps: Steps, watchdog: Watchdog): Promise<'lost'> {
  for (let answer: Answer = 'held'; answer !== 'elsewhere';) {
    await steps.pause(watchdog.signal);
    if (watchdog.signal.aborted) {
      return 'lost';
    }
    answer = await steps.take(watchdog.signal);
    if (answer === 'held') {
      watchdog.feed();
    }
  }
  return 'lost';
}

/** One term: `lead` and the renewals side by side, until either ends; then the other is ended too. */
async function serve(
  lead: Lead,
  steps: Steps,
  deps: LeaderElectionDeps,
  signal: AbortSignal,
): Promise<'ended' | 'lost'> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const watchdog = createWatchdog(deps.clock, deps.renewDeadlineMs, either);
  const work = lead(watchdog.signal);
  const kept = keep(steps, watchdog);
  try {
    const first = await Promise.race([work.then(() => 'ended' as const), kept]);
    const wasTold = watchdog.signal.aborted; // work that ends because it must is a term lost
    over.abort();
    await work;
    return wasTold ? 'lost' : first;
  } catch (error) {
    if (watchdog.signal.aborted && toAppError(error).code === 'ABORTED') {
      return 'lost'; // it did as its signal said
    }
    throw error;
  } finally {
    over.abort();
    await kept;
    watchdog.stop();
    await steps.giveBack();
  }
}

/** One leader among the candidates that compete for one Lease (compare-and-set by resourceVersion). */
export function createLeaderElection(given: LeaderElectionDeps): LeaderElection {
  if (
    given.renewDeadlineMs >= given.leaseDurationMs ||
    given.retryPeriodMs >= given.renewDeadlineMs
  ) {
    throw new AppError(
      'CONFIG_INVALID',
      'leader election needs retryPeriod < renewDeadline < leaseDuration',
    );
  }
  const { lease, identity } = given;
  const log = given.log.child({ lease: `${lease.namespace}/${lease.name}`, identity });
  const deps = { ...given, log };
  const steps = createSteps(createLeaseHold(deps), deps);
  let leading = false;

  return {
    isLeader: () => leading,
    async run(lead, signal) {
      let end: 'ended' | 'lost' = 'lost';
      while (end === 'lost' && !signal.aborted) {
        if ((await steps.take(signal)) === 'held') {
          leading = true;
          log.info('leading');
          try {
            end = await serve(lead, steps, deps, signal);
          } finally {
            leading = false;
            log.info('no longer leading');
          }
        }
        if (end === 'lost') {
          await steps.pause(signal);
        }
      }
    },
  };
}
