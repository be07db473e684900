import { AppError, type Clock } from '../../core/runtime/index.ts';

/** How late a missed deadline may be noticed: one loop looks after all of them, since a timer for each costs more than a verdict. */
const LOOK_MS = 50;

/** A reason nobody reads: without one, every review would have a stack trace made for its end. */
const OVER = 'over';

interface Waiting {
  readonly untilMs: number;
  readonly miss: () => void;
}

/** Deadlines of many short pieces of work. */
export interface Deadlines {
  /** The work's result; TIMEOUT once `budgetMs` are over. Then, and when the work is done, its signal is aborted. */
  within<Result>(budgetMs: number, work: (signal: AbortSignal) => Promise<Result>): Promise<Result>;
}

export function createDeadlines(clock: Clock): Deadlines {
  const waiting = new Set<Waiting>();
  const never = new AbortController().signal;
  let isLooking = false;

  async function look(): Promise<void> {
    while (waiting.size > 0) {
      await clock.sleep(LOOK_MS, never);
      const nowMs = clock.monotonicMs();
      for (const each of waiting) {
        if (each.untilMs <= nowMs) {
          each.miss();
        }
      }
    }
  }
  function startLooking(): void {
    if (!isLooking) {
      isLooking = true;
      void look().finally(() => {
        isLooking = false;
      });
    }
  }

  return {
    async within(budgetMs, work) {
      const abort = new AbortController();
      let entry: Waiting | undefined;
      const missed = new Promise<never>((_resolve, reject) => {
        entry = {
          untilMs: clock.monotonicMs() + budgetMs,
          miss: () => {
            reject(new AppError('TIMEOUT', `no verdict within ${budgetMs} ms`));
          },
        };
        waiting.add(entry);
      });
      startLooking();
      try {
        return await Promise.race([work(abort.signal), missed]);
      } finally {
        if (entry !== undefined) {
          waiting.delete(entry);
        }
        abort.abort(OVER);
      }
    },
  };
}
