import {
  parseConditions,
  parseSecretStore,
  type RawObject,
  type SecretStore,
} from '../../core/api/index.ts';
import {
  apiVersionOf,
  CLUSTER_SECRET_STORES,
  type EventNote,
  type EventRecorder,
  type KubernetesApi,
  type Resource,
  SECRET_STORES,
} from '../../core/kube/index.ts';
import { providerFacts } from '../../core/provider/index.ts';
import type { Clock, Logger, Random } from '../../core/runtime/index.ts';
import { type ClientPoolDeps, mergeCondition } from '../../core/sync/index.ts';
import {
  type ControllerMetrics,
  dropSeries,
  type ReconcileGauges,
  showDuration,
  showReady,
} from '../metrics.ts';
import { metadataOf, parseStoreKey, type StoreKey } from '../object-key.ts';
import type { Visit } from '../queue.ts';
import { patchStatus, statusOf } from '../status.ts';
import { checkStore, type Readiness, type StoreCheck, unreadable } from './readiness.ts';

export interface StoreReconcilerDeps {
  readonly api: KubernetesApi;
  readonly connect: ClientPoolDeps['connect'];
  readonly events: EventRecorder;
  readonly metrics: ControllerMetrics;
  readonly controllerClass: string;
  /** How often a store that names no interval of its own is checked. */
  readonly intervalMs: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
}

/** Stores checked together drift apart by up to this share of their interval. */
const JITTER = 0.1;

/** Checks one SecretStore or ClusterSecretStore and says in its status whether it can be used. */
export type StoreReconciler = (key: string, signal: AbortSignal) => Promise<Visit>;

export function createStoreReconciler(deps: StoreReconcilerDeps): StoreReconciler {
  function gaugesOf(ref: StoreKey): ReconcileGauges {
    return ref.kind === 'SecretStore' ? deps.metrics.secretStore : deps.metrics.clusterSecretStore;
  }

  async function report(
    ref: StoreKey,
    raw: RawObject,
    outcome: { readonly ready: Readiness; readonly capabilities?: string },
    signal: AbortSignal,
  ): Promise<void> {
    const status = statusOf(raw);
    const before = parseConditions(status['conditions']);
    const conditions = mergeCondition(before, outcome.ready, deps.clock.now());
    const changed = await patchStatus(
      { api: deps.api, resource: resourceOf(ref), ref, before: status },
      {
        conditions,
        ...(outcome.capabilities === undefined ? {} : { capabilities: outcome.capabilities }),
      },
      signal,
    );
    showReady(gaugesOf(ref), ref, outcome.ready.status);
    if (changed) {
      const head = { apiVersion: apiVersionOf(resourceOf(ref)), kind: ref.kind };
      await deps.events.record(
        { ...head, metadata: metadataOf(raw) },
        noteOf(outcome.ready),
        signal,
      );
    }
  }

  async function visit(ref: StoreKey, raw: RawObject, signal: AbortSignal): Promise<Visit> {
    const parsed = parseSecretStore(raw);
    if (!parsed.ok) {
      await report(ref, raw, { ready: unreadable(parsed.findings) }, signal);
      return { kind: 'done' };
    }
    const store = parsed.value;
    if (store.spec.controller !== '' && store.spec.controller !== deps.controllerClass) {
      return { kind: 'done' };
    }
    const check = await checkStore(store, deps.connect, signal);
    signal.throwIfAborted();
    await report(ref, raw, { ready: check.ready, ...capabilitiesOf(store, check) }, signal);
    return nextVisit(store, check, deps);
  }

  return async (key, signal) => {
    const ref = parseStoreKey(key);
    const startedMs = deps.clock.monotonicMs();
    const raw = await deps.api.get(resourceOf(ref), ref, signal);
    if (raw === undefined) {
      dropSeries(gaugesOf(ref), ref);
      return { kind: 'done' };
    }
    const next = await visit(ref, raw, signal);
    showDuration(gaugesOf(ref), ref, deps.clock.monotonicMs() - startedMs);
    return next;
  };
}

function noteOf({ status, reason, message }: Readiness): EventNote {
  return { type: status === 'True' ? 'Normal' : 'Warning', reason, message };
}

function resourceOf(ref: StoreKey): Resource {
  return ref.kind === 'SecretStore' ? SECRET_STORES : CLUSTER_SECRET_STORES;
}

function nextVisit(
  { spec }: SecretStore,
  { error }: StoreCheck,
  deps: Pick<StoreReconcilerDeps, 'intervalMs' | 'random'>,
): Visit {
  if (error !== undefined) {
    return { kind: 'failed', error };
  }
  const intervalMs = spec.refreshIntervalMs > 0 ? spec.refreshIntervalMs : deps.intervalMs;
  return { kind: 'again', afterMs: intervalMs * (1 + JITTER * deps.random()) };
}

/** Capabilities are stated once a check went well, as ESO does. */
function capabilitiesOf(store: SecretStore, check: StoreCheck): { readonly capabilities?: string } {
  const { backend } = store.spec;
  return check.ready.status === 'True' && backend.name !== 'unsupported'
    ? { capabilities: providerFacts(backend.name).capabilities }
    : {};
}
