import { setTimeout as delay } from 'node:timers/promises';

/** Time as an argument. */
export interface Clock {
  now(): Date;
  /** Milliseconds that only grow; for durations. */
  monotonicMs(): number;
  /** Rejects at once when `signal` aborts. */
  sleep(durationMs: number, signal: AbortSignal): Promise<void>;
}

/** Longest delay a Node timer takes. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  async sleep(durationMs, signal) {
    await delay(Math.min(Math.max(durationMs, 0), MAX_TIMER_MS), undefined, { signal });
  },
};
