import type { RawObject } from '../../core/api/index.ts';
import type { ObjectRef, ObjectWatcher, Resource } from '../../core/kube/index.ts';
import {
  type AppError,
  backoffMs,
  type Clock,
  type Random,
  toAppError,
} from '../../core/runtime/index.ts';

const BACKOFF = { baseMs: 1_000, maxMs: 60_000 } as const;

export interface WatchOneDeps {
  readonly watcher: ObjectWatcher;
  readonly clock: Clock;
  readonly random: Random;
}

export interface WatchOneListener {
  /** The object as it is now; undefined when there is none. */
  readonly onState: (object: RawObject | undefined) => void;
  /** The watch was refused; it is tried again. */
  readonly onRefusal: (error: AppError) => void;
}

/**
 * Watches a single object by name: the one kind of watch that a Role with resourceNames allows. A refusal is reported
 * and tried again, since rights may be granted later.
 */
export async function watchOne(
  target: { readonly resource: Resource; readonly ref: ObjectRef },
  listener: WatchOneListener,
  deps: WatchOneDeps,
  signal: AbortSignal,
): Promise<void> {
  let refusals = 0;
  while (!signal.aborted) {
    const refusal = await refusalOf(follow(target, listener.onState, deps.watcher, signal), signal);
    if (refusal === undefined) {
      refusals = 0;
    } else {
      refusals += 1;
      listener.onRefusal(refusal);
    }
    await sleepQuietly(backoffMs(refusals + 1, BACKOFF, deps.random), deps.clock, signal);
  }
}

async function refusalOf(watch: Promise<void>, signal: AbortSignal): Promise<AppError | undefined> {
  try {
    await watch;
    return undefined;
  } catch (error) {
    return signal.aborted ? undefined : toAppError(error);
  }
}

async function follow(
  { resource, ref }: { readonly resource: Resource; readonly ref: ObjectRef },
  onState: WatchOneListener['onState'],
  watcher: ObjectWatcher,
  signal: AbortSignal,
): Promise<void> {
  const scope = resource.namespaced ? { namespace: ref.namespace } : {};
  let seen = false;
  const events = watcher.watch(
    resource,
    { ...scope, fieldSelector: `metadata.name=${ref.name}` },
    signal,
  );
  for await (const event of events) {
    if (event.type === 'put') {
      seen = true;
      onState(event.object);
    } else if (event.type === 'delete' || !seen) {
      seen = true;
      onState(undefined);
    }
  }
}

async function sleepQuietly(durationMs: number, clock: Clock, signal: AbortSignal): Promise<void> {
  try {
    await clock.sleep(durationMs, signal);
  } catch (error) {
    if (!signal.aborted) {
      throw error;
    }
  }
}
