import { createWebhookCertificates } from './certificates.ts';
import { validateManifest } from '../core/api/schema/index.ts';
import type { KubernetesApi } from '../core/kube/index.ts';
import {
  type Clock,
  createLifecycle,
  createMetrics,
  type Lifecycle,
  type Logger,
  type Random,
} from '../core/runtime/index.ts';
import { textChecks } from '../core/template/index.ts';
import { createAccessClient } from './access/index.ts';
import { answerReview } from './admission/answer.ts';
import { createMutatingChain, createValidatingChain } from './admission/chain.ts';
import { createDeadlines } from './admission/deadline.ts';
import type { Chain } from './admission/handler.ts';
import type { WebhookConfig } from './config.ts';
import { createInjectionHandler } from './injection/inject.ts';
import type { InjectionDefaults } from './injection/plan.ts';
import { createWebhookMetrics } from './metrics.ts';
import { podPlaces } from './pod-registration.ts';
import { createPolicyHandler } from './policy/index.ts';
import type { Answering } from './review-route.ts';
import { createWebhookServer, REQUEST_TIMEOUTS } from './server.ts';
import { createSnapshot, type Snapshot } from './snapshot/index.ts';
import { createAbilityCheck } from './validation/ability.ts';
import { createManifestHandler } from './validation/handler.ts';

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

/** What every sidecar of a namespace gets. */
function injectionDefaults(config: WebhookConfig, namespace: string): InjectionDefaults {
  const served = config.controllerNamespaces;
  return {
    image: config.sidecarImage,
    imagePullPolicy: config.sidecarImagePullPolicy,
    environment: config.sidecarEnvironment,
    tokenAudience: config.sidecarTokenAudience,
    controllerServes: served === '*' || served.includes(namespace),
  };
}

/** The page of a finding, as the settings say. */
function explain(snapshot: Snapshot): (id: string) => string {
  return (id) => snapshot.policies().config.docsURLTemplate.replaceAll('{id}', id);
}

/** The webhook, whole: what the image runs and what `sallyport dev` runs. */
export function composeWebhook(config: WebhookConfig, deps: WebhookDeps): Webhook {
  const { api, clock, log } = deps;
  const registry = createMetrics();
  const metrics = createWebhookMetrics(registry);

  const deadlines = createDeadlines(clock);
  function answering(chain: Chain): Answering {
    const answerDeps = { chain, clock, deadlines, log, metrics };
    return async (body, budgetMs) => answerReview(body, budgetMs, answerDeps);
  }

  const snapshot = createSnapshot({ ...deps, watcher: api, onPolicies: () => undefined });
  const certificates = createWebhookCertificates(config, {
    ...deps,
    podPlaces: () => podPlaces(snapshot),
  });
  const access = createAccessClient({ api, clock, log, onOutcome: metrics.reviewedAccess });
  const policies = createPolicyHandler({
    snapshot,
    reader: api,
    clock,
    access,
    onFindings: metrics.found,
  });
  const abilities = createAbilityCheck(snapshot);
  const manifests = createManifestHandler((object) => [
    ...validateManifest(object, textChecks),
    ...abilities(object),
  ]);
  const injection = createInjectionHandler({
    ownNamespace: config.namespace,
    defaultsFor: (namespace) => injectionDefaults(config, namespace),
  });

  const server = createWebhookServer({
    host: config.host,
    port: config.port,
    drainMs: config.drainMs,
    certificates,
    reviews: {
      '/validate': {
        answer: answering(createValidatingChain([manifests, policies], explain(snapshot))),
        ready: snapshot.problem,
      },
      '/mutate': { answer: answering(createMutatingChain([injection])), ready: () => undefined },
    },
    onShed: metrics.shed,
    timeouts: REQUEST_TIMEOUTS,
    ready: () => certificates.problem() ?? snapshot.problem(),
    metrics: () => registry.expose(),
    clock,
    log,
  });

  return {
    lifecycle: createLifecycle([snapshot, certificates, server], {
      log,
      clock,
      stopDeadlineMs: config.drainMs + STOP_MARGIN_MS,
    }),
    port: () => server.port(),
    caBundle: () => certificates.caBundle(),
  };
}
