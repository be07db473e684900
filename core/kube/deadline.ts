import { AppError, type Clock } from '../runtime/index.ts';

/** A reason nobody reads: without one, every request would have a stack trace made for its end. */
const OVER = 'over';

/** Ends when its work ends, when `signal` aborts, or when it was not fed for too long. */
export interface Watchdog {
  readonly signal: AbortSignal;
  /** Something came: the wait begins anew. */
  feed(): void;
  /** Did silence end it? */
  expired(): boolean;
  stop(): void;
}

/** Aborts its own signal after `limitMs` without a feed(), or when the given signal aborts. */
export function createWatchdog(clock: Clock, limitMs: number, signal: AbortSignal): Watchdog {
  const work = new AbortController();
  const over = new AbortController();
  let fedAtMs = clock.monotonicMs();
  let isExpired = false;

  function onAbort(): void {
    work.abort(signal.reason);
  }
  function stop(): void {
    signal.removeEventListener('abort', onAbort);
    over.abort(OVER);
  }
  async function wait(): Promise<void> {
    for (;;) {
      const leftMs = fedAtMs + limitMs - clock.monotonicMs();
      if (leftMs <= 0) {
        isExpired = true;
        work.abort();
        return;
      }
      await clock.sleep(leftMs, over.signal);
    }
  }

  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) {
    onAbort();
  }
  wait().catch(() => undefined); // the sleep rejects when stop() is called
  return {
    signal: work.signal,
    feed() {
      fedAtMs = clock.monotonicMs();
    },
    expired: () => isExpired,
    stop,
  };
}

/** Runs `work` under a deadline; KUBE_UNAVAILABLE when it is missed, ABORTED when the caller gave up. */
export async function withDeadline<Result>(
  deps: { readonly clock: Clock; readonly limitMs: number; readonly request: string },
  work: (signal: AbortSignal) => Promise<Result>,
  signal: AbortSignal,
): Promise<Result> {
  const watchdog = createWatchdog(deps.clock, deps.limitMs, signal);
  try {
    return await work(watchdog.signal);
  } catch (error) {
    throw toStopped(error, { watchdog, request: deps.request, signal });
  } finally {
    watchdog.stop();
  }
}

/** Why work stopped: the caller's abort and the missed deadline have names; every other error stays what it is. */
export function toStopped(
  error: unknown,
  context: {
    readonly watchdog: Watchdog;
    readonly request: string;
    readonly signal: AbortSignal;
  },
): unknown {
  if (context.signal.aborted) {
    return new AppError('ABORTED', `${context.request} was stopped`, { cause: error });
  }
  return context.watchdog.expired()
    ? new AppError('KUBE_UNAVAILABLE', `${context.request}: no answer in time`, { cause: error })
    : error;
}
