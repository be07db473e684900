import { backoffMs, type Clock, type Random } from '../../core/runtime/index.ts';
import { createPause } from '../pause.ts';
import { createRound, type RoundDeps } from './round.ts';

/** Changes that come this close together are one reload; a stream of them is not put off beyond the limit. */
const QUIET_MS = 250;
const LONGEST_DEBOUNCE_MS = 2_000;
const BACKOFF = { baseMs: 1_000, maxMs: 5 * 60_000 } as const;

export interface ReloadQueueDeps extends RoundDeps {
  readonly clock: Clock;
  readonly random: Random;
}

/** Tells the application that files changed, once for changes that come together, and again until it was heard. */
export interface ReloadQueue {
  add(externalSecret: string): void;
  /** Until `signal` aborts. */
  run(signal: AbortSignal): Promise<void>;
}

export function createReloadQueue(deps: ReloadQueueDeps): ReloadQueue {
  const { clock } = deps;
  const round = createRound(deps);
  let changed = false;
  let failures = 0;
  const pause = createPause(clock);

  function ring(): void {
    changed = true;
    pause.wake();
  }

  /** Until no change came for a while. */
  async function debounce(signal: AbortSignal): Promise<void> {
    const deadline = clock.monotonicMs() + LONGEST_DEBOUNCE_MS;
    while (changed && !signal.aborted) {
      changed = false;
      await pause.wait(Math.min(QUIET_MS, deadline - clock.monotonicMs()));
      if (clock.monotonicMs() >= deadline) {
        changed = false;
      }
    }
  }

  return {
    add(externalSecret) {
      round.add(externalSecret);
      ring();
    },
    async run(signal) {
      signal.addEventListener('abort', ring, { once: true });
      while (!signal.aborted) {
        await pause.wait(round.isPending() ? backoffMs(failures, BACKOFF, deps.random) : undefined);
        if (changed) {
          await debounce(signal);
          failures = 0;
          round.begin();
        }
        await round.attempt(signal);
        failures = round.isPending() ? failures + 1 : 0;
      }
    },
  };
}
