/** A time limit on what also ends with `signal`: over after `timeoutMs`, or cleared so that no timer outlives the work. */
export interface Deadline {
  readonly signal: AbortSignal;
  isOver(): boolean;
  clear(): void;
}

export function createDeadline(timeoutMs: number, signal: AbortSignal): Deadline {
  const limit = new AbortController();
  const timer = setTimeout(() => {
    limit.abort(new DOMException('the time is up', 'TimeoutError'));
  }, timeoutMs);
  return {
    signal: AbortSignal.any([signal, limit.signal]),
    isOver: () => limit.signal.aborted,
    clear() {
      clearTimeout(timer);
    },
  };
}

/** The promise, or a rejection with the signal's reason as soon as it aborts; the work itself goes on for its other waiters. */
export async function abortable<Value>(
  promise: Promise<Value>,
  signal: AbortSignal,
): Promise<Value> {
  return new Promise<Value>((resolve, reject) => {
    function onAbort(): void {
      reject(signal.reason instanceof Error ? signal.reason : new DOMException('', 'AbortError'));
    }
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) {
      onAbort();
    }
    promise.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', onAbort);
    });
  });
}
