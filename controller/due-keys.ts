import type { Clock } from '../core/runtime/index.ts';

export interface DueKeysDeps {
  readonly clock: Clock;
  readonly onDue: (key: string) => void;
}

/** Keys that become due later, each once: the last time put counts. One timer serves them all. */
export interface DueKeys {
  put(key: string, delayMs: number): void;
  remove(key: string): void;
  /** Reports keys as they become due, until `signal` aborts. */
  run(signal: AbortSignal): Promise<void>;
}

export function createDueKeys(deps: DueKeysDeps): DueKeys {
  const dueMs = new Map<string, number>();
  let wakeMs = Infinity;
  let wake = new AbortController();

  function put(key: string, delayMs: number): void {
    const at = deps.clock.monotonicMs() + Math.max(0, delayMs);
    dueMs.set(key, at);
    if (at < wakeMs) {
      wake.abort();
    }
  }

  function report(): void {
    const now = deps.clock.monotonicMs();
    const reached = [...dueMs].filter(([, at]) => at <= now).sort(([, a], [, b]) => a - b);
    for (const [key] of reached) {
      dueMs.delete(key);
      deps.onDue(key);
    }
  }

  async function pause(): Promise<void> {
    wake = new AbortController();
    wakeMs = [...dueMs.values()].reduce((earliest, at) => Math.min(earliest, at), Infinity);
    const pauseMs = Math.min(wakeMs - deps.clock.monotonicMs(), LONGEST_SLEEP_MS);
    try {
      await deps.clock.sleep(pauseMs, wake.signal);
    } catch (error) {
      if (!wake.signal.aborted) {
        throw error;
      }
    }
  }

  return {
    put,
    remove(key) {
      dueMs.delete(key);
    },
    async run(signal) {
      signal.addEventListener('abort', () => {
        wake.abort();
      });
      while (!signal.aborted) {
        report();
        await pause();
      }
    },
  };
}

/** A sleep this long is simply begun again. */
const LONGEST_SLEEP_MS = 60 * 60 * 1000;
