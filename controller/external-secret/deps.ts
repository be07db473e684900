import type { EventRecorder, KubernetesApi } from '../../core/kube/index.ts';
import type { Clock, Logger, Random } from '../../core/runtime/index.ts';
import type { Sink, Sync } from '../../core/sync/index.ts';
import type { ControllerMetrics } from '../metrics.ts';
import type { PolicyGate } from '../policy-gate.ts';
import type { StoreCatalog } from '../store-catalog.ts';

/** What reconciling ExternalSecrets needs. */
export interface ReconcilerDeps {
  readonly api: KubernetesApi;
  readonly sync: Sync;
  /** The native Secret sink that `sync` writes to. */
  readonly sink: Sink;
  readonly catalog: StoreCatalog;
  readonly gate: PolicyGate;
  /** Names of namespaces that are being deleted. */
  readonly ending: ReadonlySet<string>;
  readonly controllerClass: string;
  readonly events: EventRecorder;
  readonly metrics: ControllerMetrics;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
}
