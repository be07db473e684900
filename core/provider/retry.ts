import { AppError, type Clock, type ErrorCode } from '../runtime/index.ts';

/** What a moment's patience may heal; a refusal or a malformed payload it does not. */
const TRANSIENT: ReadonlySet<ErrorCode> = new Set([
  'BACKEND_UNAVAILABLE',
  'RATE_LIMITED',
  'TIMEOUT',
]);
/** Longer waits are left to the caller's schedule, which knows what else there is to do. */
const MAX_WAIT_MS = 10_000;

export interface RetryDeps {
  /** As the store's retrySettings say; the interval is fixed, as in ESO (eso.md 5.3). */
  readonly retry: { readonly maxRetries: number; readonly intervalMs: number };
  readonly clock: Clock;
}

/** Tries again what failed for a passing reason, after the store's interval or what the backend asked for. */
export async function withRetries<Result>(
  deps: RetryDeps,
  work: () => Promise<Result>,
  signal: AbortSignal,
): Promise<Result> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof AppError) || !TRANSIENT.has(error.code)) {
        throw error;
      }
      const waitMs = Math.max(deps.retry.intervalMs, error.retryAfterMs ?? 0);
      if (attempt >= deps.retry.maxRetries || waitMs > MAX_WAIT_MS) {
        throw error;
      }
      await deps.clock.sleep(waitMs, signal);
    }
  }
}
