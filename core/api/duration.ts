import { parseGoDuration } from '../runtime/index.ts';
import { quote } from './quote.ts';

/** A store's refreshInterval, seconds or a Go duration, in milliseconds; undefined when it is no duration. */
export function storeIntervalMs(interval: number | string): number | undefined {
  if (typeof interval === 'number') {
    return interval * 1000;
  }
  return interval === '' ? 0 : parseGoDuration(interval);
}

export function notADuration(text: string): string {
  return `${quote(text)} is not a duration; write it like 1h, 15m or 1h30m`;
}
