import type { Clock, Component, Logger, Random } from '../core/runtime/index.ts';
import type { Follower } from './follow.ts';
import { createWorkQueue, type Visit, type WorkQueue } from './queue.ts';

export interface QueueDeps {
  readonly name: string;
  readonly work: (key: string, signal: AbortSignal) => Promise<Visit>;
  readonly concurrency: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
}

/** 1 s after the first failure, 5 min at most. */
const BACKOFF = { baseMs: 1000, maxMs: 300_000 };

/** A queue that tells the log of visits that threw. */
export function createQueue(deps: QueueDeps): WorkQueue {
  return createWorkQueue({
    ...deps,
    backoff: BACKOFF,
    onFault(key, error) {
      if (error.code !== 'ABORTED') {
        const { code, message } = error;
        deps.log.error('visit failed', { queue: deps.name, key, code, cause: message });
      }
    },
  });
}

/** Runs `work` while this process is the one to do it, until `signal` aborts. */
export type WhileLeading = (
  work: (signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
) => Promise<void>;

export interface WorkersDeps {
  readonly followers: readonly Follower[];
  readonly queues: readonly WorkQueue[];
  readonly log: Logger;
  /** Runs the work while this process may do it. */
  readonly whileLeading: WhileLeading;
  /** Called when a term of this process begins and when it is over. */
  readonly onTerm: (is: 'beginning' | 'over') => void;
  readonly onBroken: (cause: unknown) => void;
  /** Called once everything has stopped. */
  readonly close: () => Promise<void>;
}

/** Follows objects and, once the first full lists are in, works off the queues. */
export function createWorkers(deps: WorkersDeps): Component {
  let ended: Promise<unknown> = Promise.resolve();

  async function workOnceListed(signal: AbortSignal): Promise<void> {
    const aborted = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => {
        resolve();
      });
    });
    const listed = Promise.all(deps.followers.map(async (follower) => follower.listed));
    await Promise.race([listed, aborted]);
    if (signal.aborted) {
      return;
    }
    deps.log.info('first lists are in');
    await deps.whileLeading(async (leading) => {
      deps.onTerm('beginning');
      await Promise.all(deps.queues.map(async (queue) => queue.run(leading)));
      deps.onTerm('over');
    }, signal);
  }

  return {
    name: 'workers',
    async start(signal) {
      ended = Promise.all([
        ...deps.followers.map(async (follower) => follower.run(signal)),
        workOnceListed(signal),
      ]).catch(deps.onBroken);
    },
    async stop() {
      await ended;
      await deps.close();
    },
  };
}
