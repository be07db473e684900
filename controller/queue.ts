import {
  type AppError,
  type BackoffPolicy,
  backoffMs,
  type Clock,
  type Random,
  toAppError,
} from '../core/runtime/index.ts';
import { createDueKeys, type DueKeys } from './due-keys.ts';

/** How a visit to one key ended: when it wants to be visited next. */
export type Visit =
  | { readonly kind: 'done' }
  | { readonly kind: 'again'; readonly afterMs: number }
  /** Tried again after the key's own backoff. */
  | { readonly kind: 'failed'; readonly error: AppError };

export interface WorkQueueDeps {
  readonly work: (key: string, signal: AbortSignal) => Promise<Visit>;
  readonly concurrency: number;
  readonly backoff: BackoffPolicy;
  readonly clock: Clock;
  readonly random: Random;
  /** A visit that threw, which a visit never should. */
  readonly onFault: (key: string, error: AppError) => void;
}

/**
 * Keys waiting for a worker. A key is visited by one worker at a time and waits once however often it is added; what
 * is added during a visit is visited again after it. Each key has its own backoff and no limit is shared, so keys that
 * fail do not delay others.
 */
export interface WorkQueue {
  /** Visits the key as soon as a worker is free, whatever it waited for. */
  add(key: string): void;
  /** Keys that wait for a worker. */
  depth(): number;
  /** Visits keys until `signal` aborts; resolves when the last visit has ended. */
  run(signal: AbortSignal): Promise<void>;
}

export function createWorkQueue(deps: WorkQueueDeps): WorkQueue {
  return new KeyedQueue(deps);
}

class KeyedQueue implements WorkQueue {
  readonly #deps: WorkQueueDeps;
  readonly #ready = new Set<string>();
  readonly #active = new Map<string, Promise<void>>();
  readonly #addedMeanwhile = new Set<string>();
  readonly #failures = new Map<string, number>();
  readonly #due: DueKeys;
  #running: AbortSignal | undefined;

  constructor(deps: WorkQueueDeps) {
    this.#deps = deps;
    this.#due = createDueKeys({
      clock: deps.clock,
      onDue: (key) => {
        this.add(key);
      },
    });
  }

  add(key: string): void {
    this.#due.remove(key);
    if (this.#active.has(key)) {
      this.#addedMeanwhile.add(key);
      return;
    }
    this.#ready.add(key);
    this.#pump();
  }

  depth(): number {
    return this.#ready.size;
  }

  async run(signal: AbortSignal): Promise<void> {
    this.#running = signal;
    this.#pump();
    await this.#due.run(signal);
    while (this.#active.size > 0) {
      await Promise.all(this.#active.values());
    }
  }

  #pump(): void {
    const signal = this.#running;
    if (signal === undefined || signal.aborted) {
      return;
    }
    for (const key of this.#ready) {
      if (this.#active.size >= this.#deps.concurrency) {
        return;
      }
      this.#ready.delete(key);
      this.#active.set(key, this.#begin(key, signal));
    }
  }

  /** Not before the next turn: the key counts as active by then. */
  async #begin(key: string, signal: AbortSignal): Promise<void> {
    await Promise.resolve();
    this.#addedMeanwhile.delete(key);
    this.#settle(key, await this.#visit(key, signal));
    this.#active.delete(key);
    if (this.#addedMeanwhile.delete(key)) {
      this.add(key);
    }
    this.#pump();
  }

  async #visit(key: string, signal: AbortSignal): Promise<Visit> {
    try {
      return await this.#deps.work(key, signal);
    } catch (cause) {
      const error = toAppError(cause);
      this.#deps.onFault(key, error);
      return { kind: 'failed', error };
    }
  }

  #settle(key: string, visit: Visit): void {
    if (visit.kind === 'failed') {
      const attempt = (this.#failures.get(key) ?? 0) + 1;
      this.#failures.set(key, attempt);
      const { backoff, random } = this.#deps;
      this.#due.put(key, backoffMs(attempt, backoff, random, visit.error));
      return;
    }
    this.#failures.delete(key);
    if (visit.kind === 'again') {
      this.#due.put(key, visit.afterMs);
    }
  }
}
