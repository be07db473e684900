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
  /** Whether a cluster may lack the kind (an older installation): then there are none of it, and it is looked for again. */
  readonly mayLack?: boolean;
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
/** A kind that is not installed may be any moment, but is looked for at the longest interval. */
const MISSING = 10;

/** What the subject was told of, so that it can be told what has gone. */
function createKnown(subject: Subject) {
  const keys = new Set<string>();
  function forget(key: string): void {
    keys.delete(key);
    subject.gone(refOfKey(key));
  }
  return {
    put(key: string, object: RawObject): void {
      keys.add(key);
      subject.put(object);
    },
    forget,
    keepOnly(listed: ReadonlySet<string>): void {
      [...keys].filter((key) => !listed.has(key)).forEach(forget);
    },
  };
}

export function createFollower(subject: Subject, deps: FollowDeps): Follower {
  const { resource, options } = subject;
  const log = deps.log.child({ resource: resource.plural, namespace: options.namespace });
  const known = createKnown(subject);
  let onListed = (): void => {};
  const listed = new Promise<void>((resolve) => {
    onListed = resolve;
  });
  let problem: string | undefined = `the list of ${resource.plural} is not in yet`;
  let refusals = 0;

  function settleList(listedKeys: ReadonlySet<string>): void {
    known.keepOnly(listedKeys);
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
        known.put(key, event.object);
      } else {
        known.forget(key);
      }
    }
  }

  async function waitAfter(error: unknown, signal: AbortSignal): Promise<void> {
    const fault = toAppError(error);
    if (subject.mayLack === true && fault.code === 'KUBE_NOT_FOUND') {
      settleList(new Set());
      refusals = MISSING;
    } else {
      refusals += 1;
      problem = `cannot follow ${resource.plural}: ${fault.message}`;
      log.warn('cannot follow objects; trying again', faultFields(fault));
    }
    await deps.clock.sleep(backoffMs(refusals, REFUSED, deps.random), signal);
  }

  return {
    waitsFor: () => problem,
    listed,
    async run(signal) {
      while (!signal.aborted) {
        await followOnce(signal)
          .catch(async (error: unknown) => waitAfter(error, signal))
          .catch(stopQuietly(signal));
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
