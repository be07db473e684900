import type { ExternalSecret } from '../core/api/index.ts';
import {
  type AppError,
  backoffMs,
  type Clock,
  type Random,
  toAppError,
} from '../core/runtime/index.ts';
import { createPause } from './pause.ts';
import {
  isSettled,
  nextRefreshMs,
  type RefreshReason,
  refreshVersion,
  weightier,
} from './refresh-plan.ts';

/** After a fault a pass is tried again soon, then ever less often; one that trying does not mend waits the longest at once. */
const BACKOFF = { baseMs: 1_000, maxMs: 5 * 60_000 } as const;

export interface FollowerDeps {
  /** One pass; a fault is thrown. */
  readonly pass: (externalSecret: ExternalSecret, signal: AbortSignal) => Promise<void>;
  /** Has this ExternalSecret been delivered? */
  readonly isDelivered: (externalSecret: string) => boolean;
  readonly onFault: (externalSecret: ExternalSecret, error: AppError) => void;
  readonly clock: Clock;
  readonly random: Random;
}

/** Follows one ExternalSecret: pass, wait, pass. One pass at a time. */
export interface Follower {
  /** The ExternalSecret as it now is; a pass when it changed in what matters to a refresh. */
  put(externalSecret: ExternalSecret): void;
  /** A pass now, or after the one under way; none when what was delivered is to be left alone. */
  wake(because: RefreshReason): void;
  /** The ExternalSecret as last put. */
  current(): ExternalSecret;
  /** No further passes. */
  end(): void;
  /** Until ended, or `signal` aborts and the pass under way has ended. */
  run(signal: AbortSignal): Promise<void>;
}

export function createFollower(first: ExternalSecret, deps: FollowerDeps): Follower {
  let externalSecret = first;
  let failures = 0;
  let reason: RefreshReason = 'start';
  const pause = createPause(deps.clock);
  const ended = new AbortController();

  function afterFault(subject: ExternalSecret, error: AppError): number {
    failures += 1;
    deps.onFault(subject, error);
    return backoffMs(error.retryable ? failures : Infinity, BACKOFF, deps.random, error);
  }

  /** One pass; how long to wait after it, undefined when only a change asks for another. */
  async function visit(signal: AbortSignal): Promise<number | undefined> {
    const subject = externalSecret;
    const because = reason;
    reason = 'due';
    if (deps.isDelivered(subject.metadata.name) && isSettled(subject, because, deps.clock.now())) {
      return nextRefreshMs(subject, deps.clock.now(), deps.random);
    }
    try {
      await deps.pass(subject, signal);
    } catch (error) {
      reason = weightier(reason, because); // still to be done
      return signal.aborted ? 0 : afterFault(subject, toAppError(error));
    }
    failures = 0;
    return nextRefreshMs(externalSecret, deps.clock.now(), deps.random);
  }

  return {
    put(next) {
      const changed = refreshVersion(externalSecret) !== refreshVersion(next);
      externalSecret = next;
      if (changed) {
        failures = 0;
        reason = weightier('changed', reason);
        pause.wake();
      }
    },
    wake(because) {
      reason = weightier(because, reason);
      pause.wake();
    },
    current: () => externalSecret,
    end() {
      ended.abort();
    },
    async run(signal) {
      const until = AbortSignal.any([signal, ended.signal]);
      until.addEventListener('abort', () => {
        pause.wake();
      });
      while (!until.aborted) {
        await pause.wait(await visit(signal));
      }
    },
  };
}
