import type { Clock } from './clock.ts';
import { toAppError } from './errors.ts';
import type { Logger } from './logger.ts';

/** A part of a process with a life: `start` resolves when it works, `stop` when it has let go of everything. */
export interface Component {
  readonly name: string;
  start(signal: AbortSignal): Promise<void>;
  stop(): Promise<void>;
}

export interface Lifecycle {
  /** Starts the components in order; if one fails, those already started are stopped and the fault is thrown. */
  start(): Promise<void>;
  /** Stops them in reverse order, each within what is left of the deadline. Safe to call twice. */
  stop(): Promise<void>;
}

export interface LifecycleDeps {
  readonly log: Logger;
  readonly clock: Clock;
  readonly stopDeadlineMs: number;
}

export function createLifecycle(components: readonly Component[], deps: LifecycleDeps): Lifecycle {
  const started: Component[] = [];
  const abort = new AbortController();
  let stopping: Promise<void> | undefined;

  async function stopAll(): Promise<void> {
    abort.abort();
    const deadline = new AbortController();
    const expired = deps.clock.sleep(deps.stopDeadlineMs, deadline.signal).then(
      () => 'expired' as const,
      () => 'cancelled' as const,
    );
    for (const component of started.toReversed()) {
      const stopped = component.stop().then(
        () => 'stopped' as const,
        (error: unknown) => {
          deps.log.error('component did not stop cleanly', {
            component: component.name,
            cause: toAppError(error).message,
          });
          return 'stopped' as const;
        },
      );
      if ((await Promise.race([stopped, expired])) === 'expired') {
        deps.log.error('component missed the stop deadline', { component: component.name });
      }
    }
    deadline.abort();
  }

  async function stop(): Promise<void> {
    stopping ??= stopAll();
    await stopping;
  }

  return {
    async start() {
      for (const component of components) {
        started.push(component);
        try {
          await component.start(abort.signal);
        } catch (error) {
          await stop();
          throw error;
        }
      }
    },
    stop,
  };
}
