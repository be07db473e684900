import type { ExternalSecret } from '../core/api/index.ts';
import { AppError, type Clock, type Logger, toAppError } from '../core/runtime/index.ts';
import type { Sync, SyncOutcome } from '../core/sync/index.ts';
import type { SidecarMetrics } from './metrics.ts';
import type { Progress } from './progress.ts';
import type { ReloadQueue } from './reload/index.ts';
import type { VolumeSink } from './volume/index.ts';
import type { Reporter } from './writer/index.ts';

export interface PassDeps {
  readonly sync: Sync;
  readonly volume: VolumeSink;
  readonly reloads: ReloadQueue;
  readonly reporter: Reporter;
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

export function createPass(deps: PassDeps): Pass {
  const { volume, metrics } = deps;

  function seconds(): number {
    return deps.clock.now().getTime() / 1000;
  }

  /** Compares generations rather than trusting the outcome: a pass may fail after the files were committed. */
  function announce(name: string, before: string | undefined): void {
    const generation = volume.generation(name);
    if (generation === before) {
      return;
    }
    metrics.generationTime.set({ external_secret: name }, seconds());
    deps.log.info('files changed', { externalSecret: name, generation });
    if (before !== undefined) {
      deps.reloads.add();
    }
  }

  function settle(name: string, outcome: SyncOutcome): void {
    if (volume.generation(name) === undefined) {
      throw new AppError(
        'SECRET_MISSING',
        `ExternalSecret "${name}": the backend has nothing that it selects yet, so there is nothing to deliver`,
      );
    }
    metrics.passes.increment({ external_secret: name, result: resultLabel(outcome) });
    metrics.refreshTime.set({ external_secret: name }, seconds());
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
      announce(name, before);
    }
  }

  return async (externalSecret, signal) => {
    const { name } = externalSecret.metadata;
    try {
      const outcome = await deliver(externalSecret, signal);
      settle(name, outcome);
      await deps.reporter.ended(externalSecret, outcome, signal);
    } catch (cause) {
      const error = toAppError(cause);
      if (!signal.aborted) {
        metrics.passes.increment({ external_secret: name, result: error.code });
        deps.progress.failed(name, error);
        await deps.reporter.failed(externalSecret, error, signal);
      }
      throw error;
    }
  };
}
