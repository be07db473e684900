import type { Parsed, RawObject } from '../../api/index.ts';
import {
  backoffMs,
  type Clock,
  type Component,
  type Logger,
  type Random,
  toAppError,
} from '../../runtime/index.ts';
import { metadataOf } from '../metadata.ts';
import { qualifiedPlural } from '../object-ref.ts';
import { textAt } from '../../runtime/index.ts';
import type { ListOptions, ObjectRef, ObjectWatcher, Resource } from '../ports.ts';

/** What happened to one object of a cache. */
export type CacheEvent<Value> =
  | { readonly type: 'put'; readonly ref: ObjectRef; readonly value: Value }
  | { readonly type: 'delete'; readonly ref: ObjectRef; readonly value: Value };

export interface ObjectCacheDeps<Value> {
  readonly api: ObjectWatcher;
  readonly resource: Resource;
  readonly options: ListOptions;
  readonly parse: (raw: RawObject) => Parsed<Value>;
  /** An object that does not parse is not in the cache; who was there before it leaves. */
  readonly onUnparsable: (raw: RawObject, reasons: Extract<Parsed<Value>, { ok: false }>) => void;
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

function refOfRaw(raw: RawObject): ObjectRef {
  const metadata = metadataOf(raw);
  return { namespace: textAt(metadata, 'namespace'), name: textAt(metadata, 'name') };
}

function keyOf({ namespace, name }: ObjectRef): string {
  return `${namespace}/${name}`;
}

interface Shelf<Value> {
  readonly values: ReadonlyMap<string, Value>;
  take(raw: RawObject): void;
  drop(raw: RawObject): void;
  /** Drops what a full list did not name. */
  keepOnly(keys: ReadonlySet<string>): void;
  subscribe(listener: (event: CacheEvent<Value>) => void): () => void;
}

function createShelf<Value>(
  deps: Pick<ObjectCacheDeps<Value>, 'parse' | 'onUnparsable'>,
): Shelf<Value> {
  const values = new Map<string, Value>();
  const refs = new Map<string, ObjectRef>();
  const listeners = new Set<(event: CacheEvent<Value>) => void>();

  function tell(event: CacheEvent<Value>): void {
    for (const listener of listeners) {
      listener(event);
    }
  }
  function remove(key: string): void {
    const value = values.get(key);
    const ref = refs.get(key);
    if (value !== undefined && ref !== undefined) {
      values.delete(key);
      refs.delete(key);
      tell({ type: 'delete', ref, value });
    }
  }
  return {
    values,
    take(raw) {
      const ref = refOfRaw(raw);
      const parsed = deps.parse(raw);
      if (!parsed.ok) {
        remove(keyOf(ref));
        deps.onUnparsable(raw, parsed);
        return;
      }
      values.set(keyOf(ref), parsed.value);
      refs.set(keyOf(ref), ref);
      tell({ type: 'put', ref, value: parsed.value });
    },
    drop(raw) {
      remove(keyOf(refOfRaw(raw)));
    },
    keepOnly(keys) {
      for (const key of [...values.keys()].filter((each) => !keys.has(each))) {
        remove(key);
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
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

  async function follow(onSynced: () => void, signal: AbortSignal): Promise<void> {
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
          isSynced = true;
          onSynced();
          break;
      }
    }
  }
  async function followForever(onReady: () => void, signal: AbortSignal): Promise<void> {
    for (let attempt = 1; !signal.aborted; attempt += 1) {
      try {
        await follow(() => {
          attempt = 0;
          onReady();
        }, signal);
      } catch (error) {
        const fault = toAppError(error);
        deps.log.warn('objects cannot be watched; trying again', {
          resource: qualifiedPlural(deps.resource),
          code: fault.code,
          cause: fault.message,
        });
        onReady();
        await deps.clock
          .sleep(backoffMs(Math.max(attempt, 1), BACKOFF, deps.random, fault), signal)
          .catch(() => undefined); // stopped: the loop ends
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
    subscribe: shelf.subscribe,
  };
}
