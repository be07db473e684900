/** A queue between callbacks and a `for await` loop. Ends when closed or when the signal aborts. */
export interface Channel<Item> extends AsyncIterable<Item> {
  push(item: Item): void;
  close(): void;
}

export function createChannel<Item>(signal: AbortSignal): Channel<Item> {
  const items: Item[] = [];
  let open = !signal.aborted;
  let wake: (() => void) | undefined;

  function ring(): void {
    wake?.();
    wake = undefined;
  }
  function close(): void {
    open = false;
    signal.removeEventListener('abort', close);
    ring();
  }
  signal.addEventListener('abort', close, { once: true });

  return {
    push(item) {
      if (open) {
        items.push(item);
        ring();
      }
    },
    close,
    async *[Symbol.asyncIterator]() {
      while (open || items.length > 0) {
        const item = items.shift();
        if (item !== undefined) {
          yield item;
          continue;
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
