import {
  type AppError,
  backoffMs,
  type Clock,
  type Random,
  toAppError,
} from '../../core/runtime/index.ts';
import { createPause } from '../pause.ts';
import type { ReloadHook } from './hook.ts';

/** Changes that come this close together are one reload; a stream of them is not put off beyond the limit. */
const QUIET_MS = 250;
const LONGEST_DEBOUNCE_MS = 2_000;
const BACKOFF = { baseMs: 1_000, maxMs: 5 * 60_000 } as const;

export interface ReloadQueueDeps {
  /** Called in this order. */
  readonly hooks: readonly ReloadHook[];
  readonly onResult: (hook: string, error: AppError | undefined) => void;
  readonly clock: Clock;
  readonly random: Random;
}

/** Tells the application that files changed, once for changes that come together, and again until it was heard. */
export interface ReloadQueue {
  add(): void;
  /** Until `signal` aborts. */
  run(signal: AbortSignal): Promise<void>;
}

export function createReloadQueue(deps: ReloadQueueDeps): ReloadQueue {
  const { clock } = deps;
  const pending = new Set<ReloadHook>();
  let changed = false;
  let failures = 0;
  const pause = createPause(clock);

  function add(): void {
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

  async function call(hook: ReloadHook, signal: AbortSignal): Promise<void> {
    try {
      await hook.notify(signal);
      pending.delete(hook);
      deps.onResult(hook.name, undefined);
    } catch (error) {
      if (!signal.aborted) {
        deps.onResult(hook.name, toAppError(error));
      }
    }
  }

  async function callPending(signal: AbortSignal): Promise<void> {
    for (const hook of deps.hooks) {
      if (pending.has(hook) && !signal.aborted) {
        await call(hook, signal);
      }
    }
    failures = pending.size === 0 ? 0 : failures + 1;
  }

  return {
    add,
    async run(signal) {
      signal.addEventListener('abort', add, { once: true });
      while (!signal.aborted) {
        await pause.wait(
          pending.size === 0 ? undefined : backoffMs(failures, BACKOFF, deps.random),
        );
        if (changed) {
          await debounce(signal);
          failures = 0;
          deps.hooks.forEach((hook) => pending.add(hook));
        }
        await callPending(signal);
      }
    },
  };
}
