import type { ExternalSecret } from '../core/api/index.ts';
import { parseGoDuration, type Random } from '../core/runtime/index.ts';
import {
  isWindowOpen,
  SHORTEST_REFRESH_MS,
  shouldRefresh,
  WINDOW_POLL_MS,
} from '../core/sync/index.ts';

/** An interval is stretched or shortened by up to this share, so that Pods made together drift apart. */
const JITTER = 0.1;

/** The refreshInterval in milliseconds; 0 means once. */
export function intervalMs(externalSecret: ExternalSecret): number {
  return Math.max(0, parseGoDuration(externalSecret.spec.refreshInterval) ?? 0);
}

/**
 * Why a pass is asked for, the weightiest last: something else (its store changed, its interval is over, a person wishes
 * it); this sidecar begins with it, or with its native Secret; the ExternalSecret changed; somebody else's hand was in the
 * native Secret.
 */
const REASONS = ['due', 'start', 'changed', 'drifted'] as const;
export type RefreshReason = (typeof REASONS)[number];

/** Of two reasons the one that asks for more. */
export function weightier(one: RefreshReason, other: RefreshReason): RefreshReason {
  return REASONS.indexOf(one) > REASONS.indexOf(other) ? one : other;
}

/**
 * Is a delivered ExternalSecret to be left alone? (eso.md 3.2) CreatedOnce: for ever. What is only due waits for its sync window. A zero interval: until the
 * ExternalSecret itself changes, as core/sync has it. Drift is put back under every policy. A new writer looks at the status: somebody may not have got that far.
 */
export function isSettled(
  externalSecret: ExternalSecret,
  reason: RefreshReason,
  now: Date,
): boolean {
  if (reason === 'drifted') {
    return false;
  }
  const { refreshPolicy } = externalSecret.spec;
  const once = refreshPolicy === 'Periodic' && intervalMs(externalSecret) === 0;
  if (reason === 'start') {
    return (refreshPolicy === 'CreatedOnce' || once) && !shouldRefresh(externalSecret, now);
  }
  return (
    refreshPolicy === 'CreatedOnce' ||
    (reason === 'due' && (once || !isWindowOpen(externalSecret, now)))
  );
}

/** How long after a good pass the next one is due; undefined when only a change asks for one. While its sync window is shut, it looks again soon. */
export function nextRefreshMs(
  externalSecret: ExternalSecret,
  now: Date,
  random: Random,
): number | undefined {
  const interval = intervalMs(externalSecret);
  if (externalSecret.spec.refreshPolicy !== 'Periodic' || interval === 0) {
    return undefined;
  }
  if (!isWindowOpen(externalSecret, now)) {
    return Math.max(SHORTEST_REFRESH_MS, Math.min(interval, WINDOW_POLL_MS));
  }
  return Math.max(SHORTEST_REFRESH_MS, interval * (1 - JITTER + 2 * JITTER * random()));
}

/** Changes exactly when something changes that asks for a refresh: the object, its spec, labels or annotations (eso.md 3.2). */
export function refreshVersion(externalSecret: ExternalSecret): string {
  const { uid, generation, labels, annotations } = externalSecret.metadata;
  const sorted = (map: Readonly<Record<string, string>>): unknown => Object.entries(map).toSorted();
  return JSON.stringify([uid, generation, sorted(labels), sorted(annotations)]);
}
