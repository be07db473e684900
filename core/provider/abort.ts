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
