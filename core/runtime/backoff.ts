import type { AppError } from './errors.ts';
import type { Random } from './random.ts';

export interface BackoffPolicy {
  readonly baseMs: number;
  readonly maxMs: number;
}

/**
 * The wait before try number `attempt` (1 is the first retry): exponential with equal jitter, so between half and all of
 * min(maxMs, baseMs * 2^(attempt-1)); never less than what the other side asked for.
 */
export function backoffMs(
  attempt: number,
  policy: BackoffPolicy,
  random: Random,
  error?: AppError,
): number {
  const ceiling = Math.min(policy.maxMs, policy.baseMs * 2 ** Math.min(attempt - 1, 30));
  const jittered = ceiling / 2 + (ceiling / 2) * random();
  return Math.max(jittered, error?.retryAfterMs ?? 0);
}
