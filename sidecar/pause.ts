import type { Clock } from '../core/runtime/index.ts';

/** As long as a timer can wait. */
const LONGEST_SLEEP_MS = 2 ** 31 - 1;

/** A sleep that can be cut short. */
export interface Pause {
  /** Ends the wait under way, or the next one at once. */
  wake(): void;
  /** Until the time is over or somebody wakes it; undefined waits to be woken. */
  wait(durationMs: number | undefined): Promise<void>;
}

export function createPause(clock: Clock): Pause {
  let bell = new AbortController();

  return {
    wake() {
      bell.abort();
    },
    async wait(durationMs) {
      const current = bell;
      try {
        await clock.sleep(durationMs ?? LONGEST_SLEEP_MS, current.signal);
      } catch (error) {
        if (!current.signal.aborted) {
          throw error;
        }
      }
      bell = new AbortController();
    },
  };
}
