import {
  backoffMs,
  type Clock,
  type Component,
  type Logger,
  type Random,
  toAppError,
} from '../../runtime/index.ts';
import { qualifiedPlural } from '../object-ref.ts';
import type { ListOptions, ObjectRef, ObjectWatcher, Resource } from '../ports.ts';
import {
  type CacheEvent,
  createShelf,
  keyOf,
  refOfRaw,
  type Shelf,
  type ShelfDeps,
} from './shelf.ts';

export interface ObjectCacheDeps<Value> extends ShelfDeps<Value> {
  readonly api: ObjectWatcher;
  readonly resource: Resource;
  readonly options: ListOptions;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
}

/** The objects of one kind as they are now, parsed once, kept by a watch between start and stop. */
export interface ObjectCache<Value> extends Component {
  /** Has everything there was at the start come in? */
  synced(): boolean;
  get(ref: ObjectRef): Value | undefined;
  list(): readonly Value[];
  /** Calls `listener` for every change from now on; the answer stops it. */
  subscribe(listener: (event: CacheEvent<Value>) => void): () => void;
}

const BACKOFF = { baseMs: 1_000, maxMs: 60_000 };

/** One watch from its list on, until it ends or is refused. */
async function follow<Value>(
  shelf: Shelf<Value>,
  deps: ObjectCacheDeps<Value>,
  onSynced: () => void,
  signal: AbortSignal,
): Promise<void> {
  const listed = new Set<string>();
  for await (const event of deps.api.watch(deps.resource, deps.options, signal)) {
    switch (event.type) {
      case 'put':
        listed.add(keyOf(refOfRaw(event.object)));
        shelf.take(event.object);
        break;
      case 'delete':
        shelf.drop(event.object);
        break;
      case 'synced':
        shelf.keepOnly(listed);
        onSynced();
        break;
    }
  }
}

/**
 * `start` resolves when the first list is in, or when the API server refuses it: the list is then asked for again in the
 * background, ever more rarely, and `synced` stays false.
 */
export function createObjectCache<Value>(deps: ObjectCacheDeps<Value>): ObjectCache<Value> {
  const shelf = createShelf(deps);
  const stopped = new AbortController();
  let isSynced = false;
  let running: Promise<void> = Promise.resolve();

  async function pauseAfter(error: unknown, attempt: number, signal: AbortSignal): Promise<void> {
    const fault = toAppError(error);
    deps.log.warn('objects cannot be watched; trying again', {
      resource: qualifiedPlural(deps.resource),
      code: fault.code,
      cause: fault.message,
    });
    await deps.clock
      .sleep(backoffMs(attempt, BACKOFF, deps.random, fault), signal)
      .catch(() => undefined); // stopped: the loop ends
  }
  async function followForever(onReady: () => void, signal: AbortSignal): Promise<void> {
    let refusals = 0;
    function onSynced(): void {
      refusals = 0;
      isSynced = true;
      onReady();
    }
    while (!signal.aborted) {
      try {
        await follow(shelf, deps, onSynced, signal);
      } catch (error) {
        refusals += 1;
        onReady();
        await pauseAfter(error, refusals, signal);
      }
    }
    onReady();
  }

  return {
    name: `cache-${deps.resource.plural}`,
    async start(signal) {
      await new Promise<void>((resolve) => {
        running = followForever(resolve, AbortSignal.any([signal, stopped.signal]));
      });
    },
    async stop() {
      stopped.abort();
      await running;
    },
    synced: () => isSynced,
    get: (ref) => shelf.values.get(keyOf(ref)),
    list: () => [...shelf.values.values()],
    subscribe: (listener) => shelf.subscribe(listener),
  };
}
