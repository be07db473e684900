import type { ExternalSecret } from '../core/api/index.ts';
import { AppError, type Clock, type Logger, toAppError } from '../core/runtime/index.ts';
import type { SecretData, Sync, SyncOutcome } from '../core/sync/index.ts';
import type { Freshness } from './freshness.ts';
import type { LastGood } from './last-good.ts';
import type { SidecarMetrics } from './metrics.ts';
import type { PodReporter } from './pod-reporter.ts';
import type { Progress } from './progress.ts';
import type { ReloadQueue } from './reload/index.ts';
import type { VolumeSink } from './volume/index.ts';
import type { Reporter } from './writer/index.ts';

export interface PassDeps {
  readonly sync: Sync;
  readonly volume: Pick<VolumeSink, 'generation'>;
  /** Delivers what no pass made. */
  readonly restore: (
    externalSecret: string,
    data: SecretData,
    signal: AbortSignal,
  ) => Promise<void>;
  readonly lastGood: LastGood;
  readonly freshness: Pick<Freshness, 'confirmed' | 'unconfirmed'>;
  readonly reloads: Pick<ReloadQueue, 'add'>;
  readonly reporter: Reporter;
  readonly pod: Pick<PodReporter, 'tell'>;
  readonly progress: Progress;
  readonly metrics: SidecarMetrics;
  readonly clock: Clock;
  readonly log: Logger;
}

/** One pass over one ExternalSecret and what follows from it. A fault is recorded and thrown; what was delivered stays. */
export type Pass = (externalSecret: ExternalSecret, signal: AbortSignal) => Promise<void>;

function resultLabel(outcome: SyncOutcome): string {
  if (outcome.kind === 'synced') {
    return outcome.changed ? 'changed' : 'unchanged';
  }
  return outcome.kind;
}

function secondsOf(clock: Clock): number {
  return clock.now().getTime() / 1000;
}

/** Compares generations rather than trusting the outcome: a pass may fail after the files were committed. */
function announce(name: string, before: string | undefined, deps: PassDeps): void {
  const generation = deps.volume.generation(name);
  if (generation === before) {
    return;
  }
  deps.metrics.generationTime.set({ external_secret: name }, secondsOf(deps.clock));
  deps.log.info('files changed', { externalSecret: name, generation });
  if (before !== undefined) {
    deps.reloads.add(name);
  }
}

/** A Pod that begins while its backend is down gets what was good last. */
async function deliverLastGood(
  externalSecret: ExternalSecret,
  error: AppError,
  deps: PassDeps,
  signal: AbortSignal,
): Promise<void> {
  const { name } = externalSecret.metadata;
  const value = await deps.lastGood.find(externalSecret, error, signal);
  if (value === undefined) {
    deps.pod.tell({ type: 'Warning', reason: 'DeliveryFailed', message: error.message });
    return;
  }
  await deps.restore(name, value.data, signal);
  announce(name, undefined, deps);
  deps.freshness.confirmed(name, value.at);
  const since = value.at.toISOString();
  const message = `ExternalSecret "${name}": the backend is down; delivered what the native Secret had at ${since}: ${error.message}`;
  deps.log.warn('backend is down; delivered the last good value', { externalSecret: name, since });
  deps.pod.tell({ type: 'Warning', reason: 'LastGoodDelivered', message });
}

export function createPass(deps: PassDeps): Pass {
  const { volume, metrics, freshness } = deps;

  function settle(name: string, outcome: SyncOutcome): void {
    if (volume.generation(name) === undefined) {
      throw new AppError(
        'SECRET_MISSING',
        `ExternalSecret "${name}": the backend has nothing that it selects yet, so there is nothing to deliver`,
      );
    }
    metrics.passes.increment({ external_secret: name, result: resultLabel(outcome) });
    metrics.refreshTime.set({ external_secret: name }, secondsOf(deps.clock));
    if (outcome.kind === 'retained') {
      freshness.unconfirmed(name);
    } else {
      freshness.confirmed(name);
    }
    deps.progress.succeeded(name);
    deps.log.debug('pass ended', { externalSecret: name, result: resultLabel(outcome) });
  }

  /** The application hears of new files before anybody is told how the pass ended, which may take its time. */
  async function deliver(
    externalSecret: ExternalSecret,
    signal: AbortSignal,
  ): Promise<SyncOutcome> {
    const { name } = externalSecret.metadata;
    const before = volume.generation(name);
    try {
      return await deps.sync.sync(externalSecret, signal);
    } finally {
      announce(name, before, deps);
    }
  }

  async function fail(
    externalSecret: ExternalSecret,
    error: AppError,
    signal: AbortSignal,
  ): Promise<void> {
    const { name } = externalSecret.metadata;
    metrics.passes.increment({ external_secret: name, result: error.code });
    deps.progress.failed(name, error);
    if (volume.generation(name) === undefined) {
      await deliverLastGood(externalSecret, error, deps, signal);
    }
    freshness.unconfirmed(name);
    await deps.reporter.failed(externalSecret, error, signal);
  }

  return async (externalSecret, signal) => {
    try {
      const outcome = await deliver(externalSecret, signal);
      settle(externalSecret.metadata.name, outcome);
      await deps.reporter.ended(externalSecret, outcome, signal);
    } catch (cause) {
      const error = toAppError(cause);
      if (!signal.aborted) {
        await fail(externalSecret, error, signal);
      }
      throw error;
    }
  };
}
