import type { Clock } from '../../../runtime/index.ts';
import { abortable } from '../../abort.ts';
import type { AwsKeys, KeySource } from './keys.ts';

export interface TemporaryKeys {
  readonly keys: AwsKeys;
  readonly expiresAt: Date;
}

const RENEW_BEFORE_MS = 5 * 60_000;
/** Keys that end sooner might end on their way. */
const LAST_USE_MS = 30_000;

function leftMs(held: TemporaryKeys | undefined, clock: Clock): number {
  return held === undefined ? 0 : held.expiresAt.getTime() - clock.now().getTime();
}

/**
 * Keys that are got anew five minutes before they end, once for all who wait. Where that fails, the old ones serve as long
 * as they are good.
 */
export function createRenewing(
  acquire: (signal: AbortSignal) => Promise<TemporaryKeys>,
  clock: Clock,
): KeySource {
  const stop = new AbortController();
  let held: TemporaryKeys | undefined;
  let renewal: Promise<TemporaryKeys> | undefined;

  async function renew(): Promise<TemporaryKeys> {
    try {
      held = await acquire(stop.signal);
      return held;
    } finally {
      renewal = undefined;
    }
  }

  return {
    async keys(signal) {
      if (held !== undefined && leftMs(held, clock) > RENEW_BEFORE_MS) {
        return held.keys;
      }
      renewal ??= renew();
      try {
        return (await abortable(renewal, signal)).keys;
      } catch (error) {
        signal.throwIfAborted();
        if (held !== undefined && leftMs(held, clock) > LAST_USE_MS) {
          return held.keys;
        }
        throw error;
      }
    },
    close() {
      stop.abort();
    },
  };
}
