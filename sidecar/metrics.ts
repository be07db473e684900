import type { Counter, Gauge, MetricsRegistry } from '../core/runtime/index.ts';

/** The sidecar's metrics; docs/reference/sidecar.md lists them. `external_secret` has as many values as the Pod names. */
export interface SidecarMetrics {
  readonly passes: Counter<'external_secret' | 'result'>;
  readonly generationTime: Gauge<'external_secret'>;
  readonly refreshTime: Gauge<'external_secret'>;
  readonly providerCalls: Counter<'provider' | 'call' | 'status'>;
  readonly reloads: Counter<'hook' | 'result'>;
  readonly rollbacks: Counter<'external_secret'>;
  readonly freshness: Gauge<'external_secret' | 'state'>;
  readonly leader: Gauge<'external_secret'>;
}

export function createSidecarMetrics(registry: MetricsRegistry): SidecarMetrics {
  return {
    passes: registry.counter(
      'sallyport_sidecar_passes_total',
      'Passes over an ExternalSecret by result: an outcome, or the code of the fault.',
      ['external_secret', 'result'],
    ),
    generationTime: registry.gauge(
      'sallyport_sidecar_generation_timestamp_seconds',
      'When the files last changed.',
      ['external_secret'],
    ),
    refreshTime: registry.gauge(
      'sallyport_sidecar_refresh_timestamp_seconds',
      'When the files were last known to be what the backend has.',
      ['external_secret'],
    ),
    // Name and labels are ESO's (eso.md 8.1), so that dashboards go on working.
    providerCalls: registry.counter(
      'externalsecret_provider_api_calls_count',
      'Number of API calls made to an upstream secret provider API.',
      ['provider', 'call', 'status'],
    ),
    reloads: registry.counter(
      'sallyport_sidecar_reloads_total',
      'Calls of a reload hook by result: ok or failed.',
      ['hook', 'result'],
    ),
    rollbacks: registry.counter(
      'sallyport_sidecar_rollbacks_total',
      'Times the previous files were put back because the application did not take the new ones.',
      ['external_secret'],
    ),
    freshness: registry.gauge(
      'sallyport_sidecar_freshness',
      'State of the files (1) or not (0): fresh, stale, or expired.',
      ['external_secret', 'state'],
    ),
    leader: registry.gauge(
      'sallyport_sidecar_leader',
      'Is this sidecar the one that writes the native Secret and the status (1) or not (0)?',
      ['external_secret'],
    ),
  };
}
