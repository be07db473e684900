import {
  type ExternalSecret,
  type Finding,
  type ObjectMeta,
  parseConditions,
  type RawObject,
} from '../../core/api/index.ts';
import { apiVersionOf, EXTERNAL_SECRETS, patchStatus } from '../../core/kube/index.ts';
import { mergeCondition, type SyncReport } from '../../core/sync/index.ts';
import { showReady } from '../metrics.ts';
import { FIELD_MANAGER, statusOf } from '../status.ts';
import type { ReconcilerDeps } from './deps.ts';

const EXTERNAL_SECRET = {
  apiVersion: apiVersionOf(EXTERNAL_SECRETS),
  kind: EXTERNAL_SECRETS.kind,
};

function target({
  api,
}: ReconcilerDeps): Omit<Parameters<typeof patchStatus>[0], 'ref' | 'before'> {
  return { api, resource: EXTERNAL_SECRETS, fieldManager: FIELD_MANAGER };
}

/** Says how a pass ended: in the status where it differs, as events and as metrics. A failure that stays the same is told once. */
export async function writeReport(
  externalSecret: ExternalSecret,
  { deps, report }: { readonly deps: ReconcilerDeps; readonly report: SyncReport },
  signal: AbortSignal,
): Promise<void> {
  const { metadata, status } = externalSecret;
  const changed = await patchStatus(
    { ...target(deps), ref: metadata, before: { ...status } },
    { ...report.status },
    signal,
  );
  const ready = report.status.conditions.find(({ type }) => type === 'Ready')?.status ?? 'Unknown';
  showReady(deps.metrics.externalSecret, metadata, ready);
  if (changed || ready === 'True') {
    for (const event of report.events) {
      await deps.events.record(externalSecret, event, signal);
    }
  }
}

/** A stored object that this version cannot read: Ready=False with all that is wrong with it. */
export async function writeUnreadable(
  raw: RawObject,
  metadata: ObjectMeta,
  { deps, findings }: { readonly deps: ReconcilerDeps; readonly findings: readonly Finding[] },
  signal: AbortSignal,
): Promise<void> {
  const said = findings.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  const message = `the ExternalSecret is not valid: ${said.join('; ')}`;
  const before = statusOf(raw);
  const conditions = mergeCondition(
    parseConditions(before['conditions']),
    { type: 'Ready', status: 'False', reason: 'SecretSyncedError', message },
    deps.clock.now(),
  );
  const changed = await patchStatus(
    { ...target(deps), ref: metadata, before },
    { conditions },
    signal,
  );
  showReady(deps.metrics.externalSecret, metadata, 'False');
  if (changed) {
    const note = { type: 'Warning', reason: 'UpdateFailed', message } as const;
    await deps.events.record({ ...EXTERNAL_SECRET, metadata }, note, signal);
  }
}
