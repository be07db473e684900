import type { Clock } from './clock.ts';
import { toAppError } from './errors.ts';
import { faultFields } from './fault-fields.ts';
import type { Logger } from './logger.ts';

/** A part of a process with a life: `start` resolves when it works, `stop` when it has let go of everything. */
export interface Component {
  readonly name: string;
  start(signal: AbortSignal): Promise<void>;
  stop(): Promise<void>;
}

export interface Lifecycle {
  /**
   * Starts the components in order; if one fails, those already started are stopped and the fault is thrown. Once stop was
   * asked for, no further component is started, and one that gives up for that reason is no fault.
   */
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
            ...faultFields(error),
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

  /** Asked again after every wait, where the compiler would believe the first answer. */
  function isStopping(): boolean {
    return abort.signal.aborted;
  }

  return {
    async start() {
      for (const component of components) {
        if (isStopping()) {
          return;
        }
        started.push(component);
        try {
          await component.start(abort.signal);
        } catch (error) {
          const isOurStop = isStopping() && toAppError(error).code === 'ABORTED';
          await stop();
          if (!isOurStop) {
            throw error;
          }
        }
      }
    },
    stop,
  };
}
