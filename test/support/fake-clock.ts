import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../core/runtime/index.ts';

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

/** Time that moves only when told. `advance` wakes sleepers in order and lets what they started go on before the next. */
export interface FakeClock extends Clock {
  advance(durationMs: number): Promise<void>;
  /** Lets everything that can go on without time passing go on. */
  settle(): Promise<void>;
}

export function createFakeClock(start = new Date('2026-01-01T00:00:00Z')): FakeClock {
  let elapsedMs = 0;
  const sleepers = new Set<Sleeper>();

  async function settle(): Promise<void> {
    for (let turn = 0; turn < 20; turn += 1) {
      await setImmediate();
    }
  }

  function nextUntil(limitMs: number): Sleeper | undefined {
    return [...sleepers].filter(({ atMs }) => atMs <= limitMs).sort((a, b) => a.atMs - b.atMs)[0];
  }

  return {
    now: () => new Date(start.getTime() + elapsedMs),
    monotonicMs: () => elapsedMs,
    async sleep(durationMs, signal) {
      signal.throwIfAborted();
      await new Promise<void>((resolve, reject) => {
        const sleeper: Sleeper = {
          atMs: elapsedMs + Math.max(0, durationMs),
          wake: () => {
            signal.removeEventListener('abort', give);
            resolve();
          },
        };
        function give(): void {
          sleepers.delete(sleeper);
          reject(new DOMException('This operation was aborted', 'AbortError'));
        }
        signal.addEventListener('abort', give, { once: true });
        sleepers.add(sleeper);
      });
    },
    settle,
    async advance(durationMs) {
      const limitMs = elapsedMs + durationMs;
      await settle();
      for (let next = nextUntil(limitMs); next !== undefined; next = nextUntil(limitMs)) {
        sleepers.delete(next);
        elapsedMs = Math.max(elapsedMs, next.atMs);
        next.wake();
        await settle();
      }
      elapsedMs = limitMs;
    },
  };
}
