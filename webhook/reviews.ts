import { validateManifest } from '../core/api/schema/index.ts';
import { textChecks } from '../core/template/index.ts';
import { createAccessClient } from './access/index.ts';
import { answerReview } from './admission/answer.ts';
import { createMutatingChain, createValidatingChain } from './admission/chain.ts';
import { createDeadlines } from './admission/deadline.ts';
import type { Chain } from './admission/handler.ts';
import type { WebhookDeps } from './compose.ts';
import type { WebhookConfig } from './config.ts';
import { createInjectionHandler } from './injection/inject.ts';
import type { InjectionDefaults } from './injection/plan.ts';
import { createRightsCheck } from './injection/rights.ts';
import type { WebhookMetrics } from './metrics.ts';
import {
  createDefinitionHandler,
  createPodHandler,
  createPolicyHandler,
  createStoreChangeHandler,
} from './policy/index.ts';
import type { Answering, Reviewer } from './review-route.ts';
import type { Snapshot } from './snapshot/index.ts';
import { createAbilityCheck } from './validation/ability.ts';
import { createManifestHandler } from './validation/handler.ts';

export interface ReviewDeps extends WebhookDeps {
  readonly snapshot: Snapshot;
  readonly metrics: WebhookMetrics;
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

/** The literal list: what answers reviews of each path, and which handlers are heard. */
export function createReviews(
  config: WebhookConfig,
  { api, clock, log, snapshot, metrics }: ReviewDeps,
): Readonly<Record<string, Reviewer>> {
  const deadlines = createDeadlines(clock);
  function answering(chain: Chain): Answering {
    const answerDeps = { chain, clock, deadlines, log, metrics };
    return async (body, budgetMs) => answerReview(body, budgetMs, answerDeps);
  }

  const access = createAccessClient({ api, clock, log, onOutcome: metrics.reviewedAccess });
  const facts = { snapshot, reader: api, clock };
  const abilities = createAbilityCheck(snapshot);
  const manifests = createManifestHandler((object) => [
    ...validateManifest(object, textChecks),
    ...abilities(object),
  ]);
  const validating = [
    manifests,
    createPolicyHandler({ ...facts, access, onFindings: metrics.found }),
    createDefinitionHandler(facts),
    createStoreChangeHandler(facts),
  ];
  const pods = createPodHandler({ ...facts, onFindings: metrics.found });
  const injection = createInjectionHandler({
    rights: createRightsCheck({ api, log }),
    ownNamespace: config.namespace,
    defaultsFor: (namespace) => injectionDefaults(config, namespace),
  });

  return {
    '/validate': {
      answer: answering(createValidatingChain(validating, explain(snapshot))),
      ready: snapshot.problem,
    },
    '/validate-pods': {
      answer: answering(createValidatingChain([pods], explain(snapshot))),
      ready: () => snapshot.problem() ?? snapshot.podProblem(),
    },
    '/mutate': { answer: answering(createMutatingChain([injection])), ready: () => undefined },
  };
}
