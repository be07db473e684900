import { setImmediate } from 'node:timers/promises';
import { AppError, type ErrorCode } from '../../runtime/index.ts';
import { abortable } from '../abort.ts';

/** Faults that would be the same for each name alone. */
const OF_ALL: ReadonlySet<ErrorCode> = new Set([
  'BACKEND_UNAVAILABLE',
  'RATE_LIMITED',
  'TIMEOUT',
  'UNAUTHENTICATED',
  'ABORTED',
]);

export interface GatherDeps<Value> {
  /** The most names that one call may ask for. */
  readonly size: number;
  /** What one call answers, by name; a name left out is read alone. `undefined`: it is not there. */
  readonly together: (
    names: readonly string[],
    signal: AbortSignal,
  ) => Promise<ReadonlyMap<string, Value | undefined>>;
  readonly alone: (name: string, signal: AbortSignal) => Promise<Value | undefined>;
}

type Answers<Value> = Promise<ReadonlyMap<string, Value | undefined>>;

interface Group<Value> {
  readonly names: Set<string>;
  readonly stop: AbortController;
  readonly answers: Answers<Value>;
  waiting: number;
}

/**
 * Names asked for at the same time go out in one call, up to `size` of them. Reading together is a permission of its own:
 * who is denied it reads one by one from then on. A call goes on as long as one of those who wait for it does.
 */
export function createGather<Value>(
  deps: GatherDeps<Value>,
): (name: string, signal: AbortSignal) => Promise<Value | undefined> {
  let open: Group<Value> | undefined;
  let isAllowed = true;

  async function ask(group: { names: Set<string>; stop: AbortController }): Answers<Value> {
    await setImmediate();
    open = undefined;
    if (group.names.size < 2) {
      return new Map();
    }
    try {
      return await deps.together([...group.names], group.stop.signal);
    } catch (error) {
      if (!(error instanceof AppError) || OF_ALL.has(error.code)) {
        throw error;
      }
      isAllowed &&= error.code !== 'ACCESS_DENIED';
      return new Map(); // one name may be at fault; alone each has its own answer
    }
  }

  function join(name: string): Group<Value> {
    if (open === undefined || (open.names.size >= deps.size && !open.names.has(name))) {
      const fresh = { names: new Set<string>(), stop: new AbortController() };
      open = { ...fresh, answers: ask(fresh), waiting: 0 };
    }
    open.names.add(name);
    open.waiting += 1;
    return open;
  }

  function leave(group: Group<Value>): void {
    group.waiting -= 1;
    if (group.waiting === 0) {
      group.stop.abort();
    }
  }

  return async (name, signal) => {
    if (!isAllowed) {
      return deps.alone(name, signal);
    }
    const group = join(name);
    try {
      const answers = await abortable(group.answers, signal);
      return answers.has(name) ? answers.get(name) : await deps.alone(name, signal);
    } finally {
      leave(group);
    }
  };
}
