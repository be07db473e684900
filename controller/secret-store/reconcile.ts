import { parseSecretStore, type RawObject, type SecretStore } from '../../core/api/index.ts';
import type { EventRecorder, KubernetesApi } from '../../core/kube/index.ts';
import { providerFacts } from '../../core/provider/index.ts';
import {
  type Clock,
  type Logger,
  objectAt,
  type Random,
  textAt,
} from '../../core/runtime/index.ts';
import type { ClientPoolDeps } from '../../core/sync/index.ts';
import { type ControllerMetrics, dropSeries, gaugesOf, showDuration } from '../metrics.ts';
import { parseStoreKey, type StoreKey } from '../object-key.ts';
import type { Visit } from '../queue.ts';
import { checkStore, type StoreCheck, unreadable } from './readiness.ts';
import { resourceOf, writeStoreReport } from './report.ts';

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
  async function visit(ref: StoreKey, raw: RawObject, signal: AbortSignal): Promise<Visit> {
    const controller = textAt(objectAt(raw, 'spec'), 'controller');
    if (controller !== '' && controller !== deps.controllerClass) {
      return { kind: 'done' }; // somebody else's, whether we can read it or not
    }
    const parsed = parseSecretStore(raw);
    if (!parsed.ok) {
      await writeStoreReport({ ref, raw, ready: unreadable(parsed.findings) }, deps, signal);
      return { kind: 'done' };
    }
    const store = parsed.value;
    const check = await checkStore(store, deps.connect, signal);
    signal.throwIfAborted();
    const report = { ref, raw, ready: check.ready, ...capabilitiesOf(store, check) };
    await writeStoreReport(report, deps, signal);
    return nextVisit(store, check, deps);
  }

  return async (key, signal) => {
    const ref = parseStoreKey(key);
    const startedMs = deps.clock.monotonicMs();
    const raw = await deps.api.get(resourceOf(ref), ref, signal);
    if (raw === undefined) {
      dropSeries(gaugesOf(ref, deps.metrics), ref);
      return { kind: 'done' };
    }
    const next = await visit(ref, raw, signal);
    showDuration(gaugesOf(ref, deps.metrics), ref, deps.clock.monotonicMs() - startedMs);
    return next;
  };
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
