import {
  type Condition,
  type ExternalSecret,
  type ExternalSecretStatus,
  targetName,
} from '../api/index.ts';
import type { AppError } from '../runtime/index.ts';
import type { SyncOutcome } from './contract.ts';
import { syncedResourceVersion } from './refresh.ts';

/** An Event about the ExternalSecret (eso.md 1.4). */
export interface SyncEvent {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

/** What a pass leaves behind for people: the next status and what happened. */
export interface SyncReport {
  readonly status: ExternalSecretStatus;
  readonly events: readonly SyncEvent[];
}

type NextCondition = Omit<Condition, 'lastTransitionTime'>;

const READY = { type: 'Ready', status: 'True' } as const;
const MAX_CONDITION_MESSAGE = 4096;

function cut(text: string): string {
  return text.length > MAX_CONDITION_MESSAGE
    ? `${text.slice(0, MAX_CONDITION_MESSAGE - 1)}…`
    : text;
}

function timestamp(now: Date): string {
  return now.toISOString().replace(/\.\d+Z$/u, 'Z');
}

/** The conditions with `next` in place of the one of its type; its time changes only with its status. */
export function mergeCondition(
  existing: readonly Condition[],
  next: NextCondition,
  now: Date,
): readonly Condition[] {
  const before = existing.find(({ type }) => type === next.type);
  const lastTransitionTime =
    before?.status === next.status ? before.lastTransitionTime : timestamp(now);
  const merged = { ...next, lastTransitionTime };
  return before === undefined
    ? [...existing, merged]
    : existing.map((condition) => (condition === before ? merged : condition));
}

function conditionOf(outcome: SyncOutcome): NextCondition {
  switch (outcome.kind) {
    case 'synced':
      return { ...READY, reason: 'SecretSynced', message: 'secret synced' };
    case 'retained':
      return {
        ...READY,
        reason: 'SecretSynced',
        message: 'secret retained due to DeletionPolicy=Retain',
      };
    case 'deleted':
      return {
        ...READY,
        reason: 'SecretDeleted',
        message: 'secret deleted due to DeletionPolicy=Delete',
      };
    case 'target-missing':
      return {
        ...READY,
        reason: 'SecretMissing',
        message: 'secret will not be created due to CreationPolicy=Merge',
      };
  }
}

function bindingAfter(
  externalSecret: ExternalSecret,
  outcome: SyncOutcome,
): ExternalSecretStatus['binding'] {
  if (outcome.kind === 'deleted') {
    return { name: '' };
  }
  return outcome.kind === 'synced' && externalSecret.spec.target.creationPolicy !== 'None'
    ? { name: targetName(externalSecret) }
    : externalSecret.status.binding;
}

function writeEvent(externalSecret: ExternalSecret): SyncEvent {
  return externalSecret.status.binding.name === targetName(externalSecret)
    ? { type: 'Normal', reason: 'Updated', message: 'secret updated' }
    : { type: 'Normal', reason: 'Created', message: 'secret created' };
}

function eventsOf(
  externalSecret: ExternalSecret,
  outcome: SyncOutcome,
  condition: NextCondition,
): readonly SyncEvent[] {
  if (outcome.kind === 'deleted') {
    return [{ type: 'Normal', reason: 'Deleted', message: condition.message }];
  }
  if (outcome.kind !== 'synced') {
    return [];
  }
  const missing = outcome.secret.missing.map((path) => ({
    type: 'Normal' as const,
    reason: 'MissingProviderSecret',
    message: `secret does not exist at provider using ${path}`,
  }));
  return outcome.changed ? [...missing, writeEvent(externalSecret)] : missing;
}

/** The report of a pass that ended well: conditions, reasons and messages are ESO's (eso.md 1.4). */
export function reportOutcome(
  externalSecret: ExternalSecret,
  outcome: SyncOutcome,
  now: Date,
): SyncReport {
  const condition = conditionOf(outcome);
  return {
    status: {
      refreshTime: timestamp(now),
      syncedResourceVersion: syncedResourceVersion(externalSecret),
      conditions: mergeCondition(externalSecret.status.conditions, condition, now),
      binding: bindingAfter(externalSecret, outcome),
    },
    events: eventsOf(externalSecret, outcome, condition),
  };
}

/** Every fault of rendering names this field first, whatever its code; a rewrite's template belongs to its own entry. */
const TEMPLATE_PATH = 'spec.target.template';

/** ESO's fixed phrase, and after it the cause. What comes from a sink begins with its phrase already. */
function failureMessage(externalSecret: ExternalSecret, error: AppError): string {
  const saysItsPhrase =
    error.code === 'SINK_CONFLICT' ||
    error.code === 'SINK_FAILED' ||
    externalSecret.spec.target.manifest !== undefined;
  if (saysItsPhrase) {
    return error.message;
  }
  return error.message.startsWith(TEMPLATE_PATH)
    ? `could not update secret: could not apply template: ${error.message}`
    : `could not get secret data from provider: ${error.message}`;
}

/** The report of a pass that failed: Ready=False with the cause; time and version of the last good sync stay. */
export function reportFailure(
  externalSecret: ExternalSecret,
  error: AppError,
  now: Date,
): SyncReport {
  const message = failureMessage(externalSecret, error);
  const condition: NextCondition = {
    type: 'Ready',
    status: 'False',
    reason: 'SecretSyncedError',
    message: cut(message),
  };
  return {
    status: {
      ...externalSecret.status,
      conditions: mergeCondition(externalSecret.status.conditions, condition, now),
    },
    events: [{ type: 'Warning', reason: 'UpdateFailed', message: error.message }],
  };
}
