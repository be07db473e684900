import { parseGoDuration } from '../../runtime/index.ts';
import { parseCron } from './cron.ts';

/** Opens at each time of a cron schedule, in UTC, and stays open for a Go duration (eso.md 1.3). */
export interface SyncWindow {
  readonly schedule: string;
  readonly duration: string;
}

/** `allow`: a refresh that only the interval asks for happens inside a window. `deny`: it happens outside of all. */
export interface SyncWindows {
  readonly kind: 'allow' | 'deny';
  readonly windows: readonly SyncWindow[];
}

/** Whether the moment is in the window, both ends included. A window that cannot be read is never open. */
export function isInWindow(window: SyncWindow, at: Date): boolean {
  const parsed = parseCron(window.schedule);
  const lengthMs = parseGoDuration(window.duration);
  if (!parsed.ok || lengthMs === undefined) {
    return false;
  }
  // The earliest start that can still be open now; next() is strictly later than what it is asked.
  const before = Math.ceil(at.getTime() - lengthMs) - 1;
  const start = parsed.schedule.next(new Date(before))?.getTime();
  return start !== undefined && start <= at.getTime() && at.getTime() <= start + lengthMs;
}

/** Whether a refresh that only the interval asks for may happen at this moment. */
export function allowsRefresh({ kind, windows }: SyncWindows, at: Date): boolean {
  const isInside = windows.some((window) => isInWindow(window, at));
  return isInside === (kind === 'allow');
}
