import type { RawObject } from '../core/api/index.ts';
import type { ListOptions, ObjectRef, ObjectWatcher, Resource } from '../core/kube/index.ts';
import {
  backoffMs,
  type Clock,
  faultFields,
  type Logger,
  type Random,
  toAppError,
} from '../core/runtime/index.ts';
import { keyOf, metadataOf, refOfKey } from './object-key.ts';

/** One kind of object to follow, and who is told. */
export interface Subject {
  readonly resource: Resource;
  readonly options: ListOptions;
  put(object: RawObject): void;
  gone(ref: ObjectRef): void;
}

export interface FollowDeps {
  readonly watcher: ObjectWatcher;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
}

/** Objects of one kind, followed for as long as the process lives. */
export interface Follower {
  /** Undefined once the first full list is in; otherwise what it waits for. */
  waitsFor(): string | undefined;
  /** Resolves when the first full list is in. */
  readonly listed: Promise<void>;
  run(signal: AbortSignal): Promise<void>;
}

/** After a refusal that no retry heals (missing rights, a kind not installed) the list is asked for again, ever more rarely. */
const REFUSED = { baseMs: 1000, maxMs: 60_000 };

export function createFollower(subject: Subject, deps: FollowDeps): Follower {
  const { resource, options } = subject;
  const log = deps.log.child({ resource: resource.plural, namespace: options.namespace });
  const known = new Set<string>();
  let onListed = (): void => {};
  const listed = new Promise<void>((resolve) => {
    onListed = resolve;
  });
  let problem: string | undefined = `the list of ${resource.plural} is not in yet`;
  let refusals = 0;

  /** Once a list is in: what was there before and is no more has gone. */
  function settleList(listedKeys: ReadonlySet<string>): void {
    for (const key of known) {
      if (!listedKeys.has(key)) {
        known.delete(key);
        subject.gone(refOfKey(key));
      }
    }
    problem = undefined;
    refusals = 0;
    onListed();
  }

  async function followOnce(signal: AbortSignal): Promise<void> {
    const listedKeys = new Set<string>();
    for await (const event of deps.watcher.watch(resource, options, signal)) {
      if (event.type === 'synced') {
        settleList(listedKeys);
        continue;
      }
      const key = keyOf(metadataOf(event.object));
      if (event.type === 'put') {
        listedKeys.add(key);
        known.add(key);
        subject.put(event.object);
      } else {
        known.delete(key);
        subject.gone(refOfKey(key));
      }
    }
  }

  async function waitAfter(error: unknown, signal: AbortSignal): Promise<void> {
    const fault = toAppError(error);
    refusals += 1;
    problem = `cannot follow ${resource.plural}: ${fault.message}`;
    log.warn('cannot follow objects; trying again', faultFields(fault));
    await deps.clock.sleep(backoffMs(refusals, REFUSED, deps.random), signal);
  }

  return {
    waitsFor: () => problem,
    listed,
    async run(signal) {
      while (!signal.aborted) {
        try {
          await followOnce(signal);
        } catch (error) {
          await waitAfter(error, signal).catch(stopQuietly(signal));
        }
      }
    },
  };
}

/** The end of the process ends a wait; anything else is a fault. */
function stopQuietly(signal: AbortSignal): (error: unknown) => void {
  return (error) => {
    if (!signal.aborted) {
      throw error;
    }
  };
}
