import { AppError, backoffMs, type Clock, type ErrorCode, type Random } from '../runtime/index.ts';

/** What a moment's patience may heal; a refusal or a malformed payload it does not. */
const TRANSIENT: ReadonlySet<ErrorCode> = new Set([
  'BACKEND_UNAVAILABLE',
  'RATE_LIMITED',
  'TIMEOUT',
]);
/** Longer waits are left to the caller's schedule, which knows what else there is to do. */
const MAX_WAIT_MS = 10_000;

export interface RetryDeps {
  /** As the store's retrySettings say; each wait is about twice the one before it, beginning at the interval. */
  readonly retry: { readonly maxRetries: number; readonly intervalMs: number };
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * Tries again what failed for a passing reason: with a backoff and jitter over the store's interval, so that what failed
 * together does not come back together (ESO's wait is fixed, eso.md 5.3), and never before the backend asked for it.
 */
export async function withRetries<Result>(
  deps: RetryDeps,
  work: () => Promise<Result>,
  signal: AbortSignal,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof AppError) || !TRANSIENT.has(error.code)) {
        throw error;
      }
      const leastMs = Math.max(deps.retry.intervalMs, error.retryAfterMs ?? 0);
      if (attempt > deps.retry.maxRetries || leastMs > MAX_WAIT_MS) {
        throw error;
      }
      const policy = { baseMs: deps.retry.intervalMs, maxMs: MAX_WAIT_MS };
      await deps.clock.sleep(backoffMs(attempt, policy, deps.random, error), signal);
    }
  }
}
