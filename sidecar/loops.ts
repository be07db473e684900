import { type AppError, type Component, toAppError } from '../core/runtime/index.ts';

/** One thing that goes on until the sidecar stops. */
export type Loop = (signal: AbortSignal) => Promise<void>;

/** The loops as one component. A loop that breaks, which is always a fault of ours, is reported; the others go on. */
export function createLoops(
  loops: readonly Loop[],
  onBroken: (error: AppError) => void,
): Component {
  const abort = new AbortController();
  let running: Promise<unknown> = Promise.resolve();

  async function run(loop: Loop): Promise<void> {
    try {
      await loop(abort.signal);
    } catch (error) {
      if (!abort.signal.aborted) {
        onBroken(toAppError(error));
      }
    }
  }

  return {
    name: 'loops',
    async start() {
      running = Promise.all(loops.map(run));
      return Promise.resolve();
    },
    async stop() {
      abort.abort();
      await running;
    },
  };
}
