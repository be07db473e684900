import type { RawObject } from '../../core/api/index.ts';
import type { ListOptions, ObjectWatcher, Resource } from '../../core/kube/index.ts';
import {
  type AppError,
  backoffMs,
  type Clock,
  faultFields,
  type Logger,
  objectAt,
  type Random,
  textAt,
  toAppError,
} from '../../core/runtime/index.ts';

/** One kind of object to follow, and who is told. */
export interface Subject {
  readonly resource: Resource;
  readonly options: ListOptions;
  /** Whether a cluster may lack the kind (an older installation): then there are none of it, and it is looked for again. */
  readonly mayLack: boolean;
  put(key: string, object: RawObject): void;
  gone(key: string): void;
}

export interface FollowDeps {
  readonly watcher: ObjectWatcher;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
}

/** Objects of one kind, followed until the signal aborts. */
export interface Follower {
  /** Undefined once the first full list is in; otherwise what it waits for. */
  problem(): string | undefined;
  run(signal: AbortSignal): Promise<void>;
}

/** After a refusal that no retry heals (missing rights, a kind not installed) the list is asked for again, ever more rarely. */
const REFUSED = { baseMs: 1_000, maxMs: 30_000 };

/** "namespace/name", with nothing before the stroke for what lies in none. */
export function keyOf(object: RawObject): string {
  const metadata = objectAt(object, 'metadata');
  return `${textAt(metadata, 'namespace')}/${textAt(metadata, 'name')}`;
}

function hasNoSuchKind(subject: Subject, fault: AppError): boolean {
  return subject.mayLack && fault.code === 'KUBE_NOT_FOUND';
}

/** What the subject was told of, so that it can be told what has gone. */
function createKnown(subject: Subject): {
  readonly keys: ReadonlySet<string>;
  put(key: string, object: RawObject): void;
  forget(keys: Iterable<string>): void;
} {
  const keys = new Set<string>();
  return {
    keys,
    put(key, object) {
      keys.add(key);
      subject.put(key, object);
    },
    forget(gone) {
      for (const key of gone) {
        keys.delete(key);
        subject.gone(key);
      }
    },
  };
}

export function createFollower(subject: Subject, deps: FollowDeps): Follower {
  const { resource, options } = subject;
  const known = createKnown(subject);
  let problem: string | undefined = `the list of ${resource.plural} is not in yet`;
  let refusals = 0;

  async function followOnce(signal: AbortSignal): Promise<void> {
    const before = new Set(known.keys);
    for await (const event of deps.watcher.watch(resource, options, signal)) {
      if (event.type === 'synced') {
        known.forget(before); // what was there and is not in the list
        problem = undefined;
        refusals = 0;
        continue;
      }
      const key = keyOf(event.object);
      before.delete(key);
      if (event.type === 'put') {
        known.put(key, event.object);
      } else {
        known.forget([key]);
      }
    }
  }

  function note(fault: AppError): void {
    refusals += 1;
    if (hasNoSuchKind(subject, fault)) {
      known.forget([...known.keys]);
      problem = undefined;
      deps.log.debug('a kind is not installed', { resource: resource.plural });
      return;
    }
    // What was listed once stays in force; what never was is missing.
    problem =
      problem === undefined ? undefined : `cannot list ${resource.plural}: ${fault.message}`;
    deps.log.warn('cannot follow objects; trying again', {
      resource: resource.plural,
      ...faultFields(fault),
    });
  }

  return {
    problem: () => problem,
    async run(signal) {
      while (!signal.aborted) {
        const fault = await followOnce(signal).then(
          () => undefined,
          (error: unknown) => toAppError(error),
        );
        if (fault !== undefined && !isOver(signal)) {
          note(fault);
          await deps.clock
            .sleep(backoffMs(refusals, REFUSED, deps.random), signal)
            .catch(() => undefined); // aborted: the loop ends
        }
      }
    },
  };
}

/** Asked again after every wait, where the compiler would believe the first answer. */
function isOver(signal: AbortSignal): boolean {
  return signal.aborted;
}
