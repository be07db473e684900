import { type ExternalSecret, targetName } from '../../core/api/index.ts';
import { SECRETS } from '../../core/kube/index.ts';
import { type AppError, faultFields, toAppError } from '../../core/runtime/index.ts';
import {
  isTargetValid,
  nextRefreshMs,
  reportFailure,
  reportOutcome,
  shouldRefresh,
  type SyncOutcome,
} from '../../core/sync/index.ts';
import { countFailure } from '../metrics.ts';
import type { Visit } from '../queue.ts';
import type { ReconcilerDeps } from './deps.ts';
import { writeReport } from './report.ts';

/** What made no sense makes none a second later: a change wakes it, or this. */
const HOPELESS_MS = 300_000;

/** Leaves a Secret that stands and needs no refresh alone; otherwise syncs it and says how that went. */
export async function passExternalSecret(
  externalSecret: ExternalSecret,
  deps: ReconcilerDeps,
  signal: AbortSignal,
): Promise<Visit> {
  const isDue = shouldRefresh(externalSecret, deps.clock.now()) || hasFailed(externalSecret);
  if (isDue || !(await targetStands(externalSecret, deps, signal))) {
    return syncNow(externalSecret, deps, signal);
  }
  return visitNext(externalSecret, deps);
}

/** A pass that failed is due whatever the interval says: whoever wakes it has reason to think that it may go well now. */
function hasFailed({ status }: ExternalSecret): boolean {
  return status.conditions.some(({ type, status: is }) => type === 'Ready' && is === 'False');
}

async function targetStands(
  externalSecret: ExternalSecret,
  deps: ReconcilerDeps,
  signal: AbortSignal,
): Promise<boolean> {
  const ref = { namespace: externalSecret.metadata.namespace, name: targetName(externalSecret) };
  return isTargetValid(externalSecret, await deps.api.get(SECRETS, ref, signal));
}

async function syncNow(
  externalSecret: ExternalSecret,
  deps: ReconcilerDeps,
  signal: AbortSignal,
): Promise<Visit> {
  const { metrics, clock } = deps;
  const { name, namespace } = externalSecret.metadata;
  const startedMs = clock.monotonicMs();
  metrics.syncCalls.increment({ name, namespace });
  const result = await deps.sync.sync(externalSecret, signal).catch(toAppError);
  signal.throwIfAborted();
  const seconds = (clock.monotonicMs() - startedMs) / 1000;
  if (result instanceof Error) {
    metrics.syncSeconds.observe({ result: 'failed' }, seconds);
    return tellFailure(externalSecret, { deps, error: result }, signal);
  }
  metrics.syncSeconds.observe({ result: result.kind }, seconds);
  return tellSuccess(externalSecret, { deps, outcome: result }, signal);
}

/** What was delivered stays; status, events and metrics say why nothing new comes. */
export async function tellFailure(
  externalSecret: ExternalSecret,
  { deps, error }: { readonly deps: ReconcilerDeps; readonly error: AppError },
  signal: AbortSignal,
): Promise<Visit> {
  const { name, namespace } = externalSecret.metadata;
  deps.metrics.syncErrors.increment({ name, namespace });
  countFailure(deps.metrics, error.code);
  deps.log.warn('sync failed', {
    namespace,
    externalSecret: name,
    ...faultFields(error),
  });
  const report = reportFailure(externalSecret, error, deps.clock.now());
  await writeReport(externalSecret, { deps, report }, signal);
  return error.retryable
    ? { kind: 'failed', error }
    : { kind: 'again', afterMs: HOPELESS_MS * (1 + deps.random()) };
}

async function tellSuccess(
  externalSecret: ExternalSecret,
  { deps, outcome }: { readonly deps: ReconcilerDeps; readonly outcome: SyncOutcome },
  signal: AbortSignal,
): Promise<Visit> {
  const now = deps.clock.now();
  const report = reportOutcome(externalSecret, outcome, now);
  await writeReport(externalSecret, { deps, report }, signal);
  const { name, namespace } = externalSecret.metadata;
  deps.metrics.lastSync.set({ name, namespace }, Math.floor(now.getTime() / 1000));
  return visitNext({ ...externalSecret, status: report.status }, deps);
}

/** By its interval; a pass under a policy without one waits for a change. */
function visitNext(externalSecret: ExternalSecret, deps: ReconcilerDeps): Visit {
  const afterMs = nextRefreshMs(externalSecret, deps.clock.now(), deps.random);
  return afterMs === undefined ? { kind: 'done' } : { kind: 'again', afterMs };
}
