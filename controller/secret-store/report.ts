import { parseConditions, type RawObject, type StoreKind } from '../../core/api/index.ts';
import {
  apiVersionOf,
  CLUSTER_SECRET_STORES,
  type EventRecorder,
  type ObjectWriter,
  patchStatus,
  type Resource,
  SECRET_STORES,
} from '../../core/kube/index.ts';
import type { Clock } from '../../core/runtime/index.ts';
import { mergeCondition } from '../../core/sync/index.ts';
import { type ControllerMetrics, gaugesOf, showReady } from '../metrics.ts';
import { metadataOf, type StoreKey } from '../object-key.ts';
import { FIELD_MANAGER, statusOf } from '../status.ts';
import type { Readiness } from './readiness.ts';

export interface StoreReport {
  readonly ref: StoreKey;
  readonly raw: RawObject;
  readonly ready: Readiness;
  readonly capabilities?: string;
}

export interface StoreReportDeps {
  readonly api: ObjectWriter;
  readonly events: EventRecorder;
  readonly metrics: ControllerMetrics;
  readonly clock: Clock;
}

export function resourceOf({ kind }: { readonly kind: StoreKind }): Resource {
  return kind === 'SecretStore' ? SECRET_STORES : CLUSTER_SECRET_STORES;
}

/** Says whether a store can be used: in its status where that differs, then also as an Event, and as a metric. */
export async function writeStoreReport(
  { ref, raw, ready, capabilities }: StoreReport,
  deps: StoreReportDeps,
  signal: AbortSignal,
): Promise<void> {
  const resource = resourceOf(ref);
  const before = statusOf(raw);
  const conditions = mergeCondition(parseConditions(before['conditions']), ready, deps.clock.now());
  const changed = await patchStatus(
    { api: deps.api, resource, ref, before, fieldManager: FIELD_MANAGER },
    { conditions, ...(capabilities === undefined ? {} : { capabilities }) },
    signal,
  );
  showReady(gaugesOf(ref, deps.metrics), ref, ready.status);
  if (changed) {
    const { status, reason, message } = ready;
    await deps.events.record(
      { apiVersion: apiVersionOf(resource), kind: ref.kind, metadata: metadataOf(raw) },
      { type: status === 'True' ? 'Normal' : 'Warning', reason, message },
      signal,
    );
  }
}
