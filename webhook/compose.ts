import type { KubernetesApi } from '../core/kube/index.ts';
import {
  type Clock,
  createLifecycle,
  createMetrics,
  type Lifecycle,
  type Logger,
  type Random,
} from '../core/runtime/index.ts';
import { createWebhookCertificates } from './certificates.ts';
import type { WebhookConfig } from './config.ts';
import { createWebhookMetrics } from './metrics.ts';
import { podPlaces } from './pod-registration.ts';
import { createPolicyStatus } from './policy/index.ts';
import { createReviews } from './reviews.ts';
import { createWebhookServer, SERVER_LIMITS } from './server.ts';
import { createSnapshot } from './snapshot/index.ts';

/** Let go of the port and the watches within this time after the drain. */
const STOP_MARGIN_MS = 10_000;

export interface WebhookDeps {
  readonly api: KubernetesApi;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
}

export interface Webhook {
  readonly lifecycle: Lifecycle;
  /** The port it listens on; 0 before start. */
  port(): number;
  /** PEM of the authority whose certificate it serves, for callers that are not told by the API server. */
  caBundle(): string;
}

/** The webhook, whole: what the image runs and what `sallyport dev` runs. */
export function composeWebhook(config: WebhookConfig, deps: WebhookDeps): Webhook {
  const { api, clock, log } = deps;
  const registry = createMetrics();
  const metrics = createWebhookMetrics(registry);

  const snapshot = createSnapshot({
    ...deps,
    watcher: api,
    onPolicies: () => {
      policyStatus.changed();
    },
  });
  const policyStatus = createPolicyStatus({ ...deps, snapshot });
  const certificates = createWebhookCertificates(config, {
    ...deps,
    podPlaces: () => podPlaces(snapshot),
  });
  const server = createWebhookServer({
    host: config.host,
    port: config.port,
    drainMs: config.drainMs,
    certificates,
    reviews: createReviews(config, { ...deps, snapshot, metrics }),
    onShed: metrics.shed,
    limits: SERVER_LIMITS,
    ready: () => certificates.problem() ?? snapshot.problem(),
    metrics: () => registry.expose(),
    clock,
    log,
  });

  return {
    lifecycle: createLifecycle([snapshot, policyStatus, certificates, server], {
      log,
      clock,
      stopDeadlineMs: config.drainMs + STOP_MARGIN_MS,
    }),
    port: () => server.port(),
    caBundle: () => certificates.caBundle(),
  };
}
