import {
  DATA_HASH_ANNOTATION,
  type ExternalSecret,
  MANAGED_LABEL,
  type RawObject,
} from '../api/index.ts';
import { parseGoDuration, type Random } from '../runtime/index.ts';
import { allowsRefresh } from '../template/index.ts';
import { dataHash, goMapText, markHash } from './data-hash.ts';
import { toLiveSecret } from './sink/live-secret.ts';

/** Objects made together would be refreshed together for ever; each waits up to a tenth longer, at most a minute. */
const JITTER_SHARE = 0.1;
const MAX_JITTER_MS = 60_000;

/** What status.syncedResourceVersion says after a sync: it changes with spec, labels and annotations (eso.md 1.4). */
export function syncedResourceVersion(externalSecret: ExternalSecret): string {
  const { generation, annotations, labels } = externalSecret.metadata;
  const texts = [annotations, labels].map((map) => goMapText(Object.entries(map)));
  return `${generation}-${markHash(`{annotations:${texts.join(' labels:')}}`)}`;
}

/** status.refreshTime counts seconds; asking the backend more often than it can tell would be asking without a pause. */
export const SHORTEST_REFRESH_MS = 1000;

/** 0 when no interval brings a refresh. */
function intervalMs(externalSecret: ExternalSecret): number {
  const interval = parseGoDuration(externalSecret.spec.refreshInterval) ?? 0;
  return interval > 0 ? Math.max(interval, SHORTEST_REFRESH_MS) : 0;
}

/** Milliseconds since the last sync; undefined when there was none, or it lies in the future. */
function sinceRefreshMs(externalSecret: ExternalSecret, now: Date): number | undefined {
  const elapsed = now.getTime() - Date.parse(externalSecret.status.refreshTime);
  return elapsed >= 0 ? elapsed : undefined;
}

/** While sync windows are shut it is asked so often whether they are open. */
export const WINDOW_POLL_MS = 30_000;

/** May an interval that is over bring a refresh now? Changes and first syncs do not ask (eso.md 1.3, syncWindows). */
export function isWindowOpen({ spec }: ExternalSecret, now: Date): boolean {
  return spec.syncWindows === undefined || allowsRefresh(spec.syncWindows, now);
}

function isIntervalOver(externalSecret: ExternalSecret, now: Date): boolean {
  const interval = intervalMs(externalSecret);
  const elapsed = sinceRefreshMs(externalSecret, now);
  return (
    elapsed === undefined ||
    (interval > 0 && elapsed >= interval && isWindowOpen(externalSecret, now))
  );
}

/**
 * Is it time to ask the backend (eso.md 3.2)? One departure: with refreshInterval 0 a changed spec, label or annotation does
 * refresh; ESO ignores the edit and goes on saying SecretSynced.
 */
export function shouldRefresh(externalSecret: ExternalSecret, now: Date): boolean {
  const { refreshTime, syncedResourceVersion: synced } = externalSecret.status;
  if (synced === '' || refreshTime === '') {
    return true;
  }
  const isChanged = synced !== syncedResourceVersion(externalSecret);
  switch (externalSecret.spec.refreshPolicy) {
    case 'CreatedOnce':
      return false;
    case 'OnChange':
      return isChanged;
    case 'Periodic':
      return isChanged || isIntervalOver(externalSecret, now);
  }
}

/**
 * Milliseconds until the next refresh by interval, with a little delay by `random`; never less than a second, even when it is
 * due; undefined when time alone brings none.
 */
export function nextRefreshMs(
  externalSecret: ExternalSecret,
  now: Date,
  random: Random,
): number | undefined {
  if (shouldRefresh(externalSecret, now)) {
    return SHORTEST_REFRESH_MS;
  }
  const interval = intervalMs(externalSecret);
  if (externalSecret.spec.refreshPolicy !== 'Periodic' || interval === 0) {
    return undefined;
  }
  const remaining = interval - (sinceRefreshMs(externalSecret, now) ?? 0);
  if (remaining <= 0) {
    return Math.min(interval, WINDOW_POLL_MS);
  }
  const delay = random() * Math.min(interval * JITTER_SHARE, MAX_JITTER_MS);
  return Math.max(SHORTEST_REFRESH_MS, remaining + delay);
}

/**
 * Is the native Secret as the last sync left it? Otherwise it is fetched and written again, whatever the refresh policy
 * (eso.md 3.2). Under Orphan it is nobody's business; under None there is none.
 */
export function isTargetValid(externalSecret: ExternalSecret, raw: RawObject | undefined): boolean {
  const { creationPolicy } = externalSecret.spec.target;
  if (creationPolicy === 'Orphan' || creationPolicy === 'None') {
    return true;
  }
  if (raw === undefined) {
    return false;
  }
  const live = toLiveSecret(raw);
  return (
    live.labels[MANAGED_LABEL] === 'true' &&
    live.annotations[DATA_HASH_ANNOTATION] === dataHash(live.data)
  );
}
