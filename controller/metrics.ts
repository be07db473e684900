import type { Condition, StoreKind } from '../core/api/index.ts';
import type {
  Counter,
  ErrorCode,
  Gauge,
  Histogram,
  MetricsRegistry,
} from '../core/runtime/index.ts';

type ObjectLabel = 'name' | 'namespace';
type ConditionLabel = ObjectLabel | 'condition' | 'status';

/** The two gauges ESO keeps for each kind it reconciles (eso.md 8.1). */
export interface ReconcileGauges {
  readonly condition: Gauge<ConditionLabel>;
  readonly duration: Gauge<ObjectLabel>;
}

export interface ControllerMetrics {
  readonly syncCalls: Counter<ObjectLabel>;
  readonly syncErrors: Counter<ObjectLabel>;
  readonly externalSecret: ReconcileGauges;
  readonly secretStore: ReconcileGauges;
  readonly clusterSecretStore: ReconcileGauges;
  readonly providerCalls: Counter<'provider' | 'call' | 'status'>;
  readonly failures: Counter<'code'>;
  readonly syncSeconds: Histogram<'result'>;
  readonly queueDepth: Gauge<'queue'>;
  readonly lastSync: Gauge<ObjectLabel>;
}

const SYNC_SECONDS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Everything the controller measures; docs/reference/metrics.md says the same for people. */
export function declareMetrics(registry: MetricsRegistry): ControllerMetrics {
  const object = ['name', 'namespace'] as const;
  return {
    syncCalls: registry.counter(
      'externalsecret_sync_calls_total',
      'Times an ExternalSecret was synced with its store.',
      object,
    ),
    syncErrors: registry.counter(
      'externalsecret_sync_calls_error',
      'Times such a sync failed.',
      object,
    ),
    externalSecret: reconcileGauges(registry, 'externalsecret'),
    secretStore: reconcileGauges(registry, 'secretstore'),
    clusterSecretStore: reconcileGauges(registry, 'clustersecretstore'),
    providerCalls: registry.counter(
      'externalsecret_provider_api_calls_count',
      'Requests to a backend.',
      ['provider', 'call', 'status'],
    ),
    failures: registry.counter(
      'sallyport_externalsecret_failures_total',
      'Failed syncs by error code (docs/reference/errors.md).',
      ['code'],
    ),
    syncSeconds: registry.histogram(
      'sallyport_externalsecret_sync_seconds',
      'How long a sync took, from reading the store to the written Secret.',
      ['result'],
      SYNC_SECONDS,
    ),
    queueDepth: registry.gauge('sallyport_queue_depth', 'Objects that wait for a worker.', [
      'queue',
    ]),
    lastSync: registry.gauge(
      'sallyport_externalsecret_last_sync_timestamp_seconds',
      'When the ExternalSecret was last synced.',
      object,
    ),
  };
}

function reconcileGauges(registry: MetricsRegistry, prefix: string): ReconcileGauges {
  return {
    condition: registry.gauge(
      `${prefix}_status_condition`,
      'The condition has this status (1) or not (0).',
      ['name', 'namespace', 'condition', 'status'],
    ),
    duration: registry.gauge(
      `${prefix}_reconcile_duration`,
      'Nanoseconds the last reconcile took.',
      ['name', 'namespace'],
    ),
  };
}

/** Of stores of this kind. */
export function gaugesOf(
  { kind }: { readonly kind: StoreKind },
  metrics: ControllerMetrics,
): ReconcileGauges {
  return kind === 'SecretStore' ? metrics.secretStore : metrics.clusterSecretStore;
}

interface Named {
  readonly name: string;
  readonly namespace: string;
}

const READY_STATUSES = ['True', 'False'] as const;

/** Condition Ready as ESO shows it: one series a status, 1 for the status it has. */
export function showReady(
  gauges: ReconcileGauges,
  { name, namespace }: Named,
  status: Condition['status'],
): void {
  for (const each of READY_STATUSES) {
    const labels = { name, namespace, condition: 'Ready', status: each };
    gauges.condition.set(labels, each === status ? 1 : 0);
  }
}

export function showDuration(
  gauges: ReconcileGauges,
  { name, namespace }: Named,
  durationMs: number,
): void {
  gauges.duration.set({ name, namespace }, Math.round(durationMs * 1e6));
}

/** The object is gone: its series go too. */
export function dropSeries(gauges: ReconcileGauges, { name, namespace }: Named): void {
  for (const status of READY_STATUSES) {
    gauges.condition.remove({ name, namespace, condition: 'Ready', status });
  }
  gauges.duration.remove({ name, namespace });
}

/** What is known of objects grows old once another replica looks after them: their series end. */
export function dropObjects(metrics: ControllerMetrics): void {
  for (const { condition, duration } of [
    metrics.externalSecret,
    metrics.secretStore,
    metrics.clusterSecretStore,
  ]) {
    condition.clear();
    duration.clear();
  }
  metrics.lastSync.clear();
}

export function countFailure(metrics: ControllerMetrics, code: ErrorCode): void {
  metrics.failures.increment({ code });
}
