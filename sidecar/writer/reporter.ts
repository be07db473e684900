import type { ExternalSecret } from '../../core/api/index.ts';
import {
  createEventRecorder,
  EXTERNAL_SECRETS,
  type ObjectWriter,
  patchStatus,
} from '../../core/kube/index.ts';
import { type AppError, type Clock, type Logger, toAppError } from '../../core/runtime/index.ts';
import {
  reportFailure,
  reportOutcome,
  type SyncOutcome,
  type SyncReport,
} from '../../core/sync/index.ts';

const FIELD_MANAGER = 'sallyport-sidecar';

/** Tells people how a pass ended. Never throws: what was delivered is delivered. */
export interface Reporter {
  ended(externalSecret: ExternalSecret, outcome: SyncOutcome, signal: AbortSignal): Promise<void>;
  failed(externalSecret: ExternalSecret, error: AppError, signal: AbortSignal): Promise<void>;
}

/** Where a controller reports, the sidecar keeps to its log. */
export const silentReporter: Reporter = {
  async ended() {},
  async failed() {},
};

export interface ReporterDeps {
  readonly api: ObjectWriter;
  readonly leads: (externalSecret: string) => boolean;
  /** Did the last pass change the native Secret? Its status and events are not about this Pod's files. */
  readonly wrote: (externalSecret: string) => boolean;
  /** Does it name a store of another controller class? Then its status is that controller's (eso.md 3.1). */
  readonly isForeign: (externalSecret: ExternalSecret, signal: AbortSignal) => Promise<boolean>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Where the stores cannot be looked at, that is what the failure is about. */
async function isForeign(
  externalSecret: ExternalSecret,
  deps: ReporterDeps,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    return await deps.isForeign(externalSecret, signal);
  } catch (cause) {
    const { code, message } = toAppError(cause);
    deps.log.debug('stores could not be looked at', { code, cause: message });
    return false;
  }
}

/** Did the status change? Where it may not be written, nobody can know, and people are told. */
async function writeStatus(
  externalSecret: ExternalSecret,
  { status }: SyncReport,
  { api, log }: ReporterDeps,
  signal: AbortSignal,
): Promise<boolean> {
  const { metadata, status: before } = externalSecret;
  try {
    return await patchStatus(
      {
        api,
        resource: EXTERNAL_SECRETS,
        ref: metadata,
        before: { ...before },
        fieldManager: FIELD_MANAGER,
      },
      { ...status },
      signal,
    );
  } catch (cause) {
    const error = toAppError(cause);
    log.warn('status could not be written', {
      externalSecret: metadata.name,
      code: error.code,
      cause: error.message,
    });
    return true;
  }
}

/** Writes status and events of the ExternalSecrets this sidecar is the writer of. */
export function createReporter(deps: ReporterDeps): Reporter {
  const { api, clock, log } = deps;
  const events = createEventRecorder({ api, component: FIELD_MANAGER, clock, log });

  /** A failure that stays the same is told once. */
  async function tell(
    externalSecret: ExternalSecret,
    report: SyncReport,
    signal: AbortSignal,
  ): Promise<void> {
    const changed = await writeStatus(externalSecret, report, deps, signal);
    const isReady = report.status.conditions.some(
      ({ type, status }) => type === 'Ready' && status === 'True',
    );
    for (const event of changed || isReady ? report.events : []) {
      await events.record(externalSecret, event, signal);
    }
  }

  return {
    async ended(externalSecret, outcome, signal) {
      const { name } = externalSecret.metadata;
      if (deps.leads(name)) {
        const native =
          outcome.kind === 'synced' ? { ...outcome, changed: deps.wrote(name) } : outcome;
        await tell(externalSecret, reportOutcome(externalSecret, native, clock.now()), signal);
      }
    },
    async failed(externalSecret, error, signal) {
      if (
        deps.leads(externalSecret.metadata.name) &&
        !(await isForeign(externalSecret, deps, signal))
      ) {
        await tell(externalSecret, reportFailure(externalSecret, error, clock.now()), signal);
      }
    },
  };
}
