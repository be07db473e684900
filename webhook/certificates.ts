import {
  type CertificateUpkeep,
  createCaBundlePublisher,
  createCertificateUpkeep,
  createIssuedServing,
  createSecretAuthoritySource,
} from '../certs/index.ts';
import { type KubernetesApi, MUTATING_WEBHOOKS, VALIDATING_WEBHOOKS } from '../core/kube/index.ts';
import type { Clock, Logger, Random } from '../core/runtime/index.ts';
import type { WebhookConfig } from './config.ts';

interface CertificateDeps {
  readonly api: KubernetesApi;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
}

/** The names the API server and others may call the Service by; it insists on the first. */
function dnsNames({ serviceName, namespace }: WebhookConfig): readonly [string, ...string[]] {
  const full = `${serviceName}.${namespace}.svc`;
  return [full, `${full}.cluster.local`, `${serviceName}.${namespace}`, serviceName];
}

/** The serving certificate and what the API server is told of it. */
export function createWebhookCertificates(
  config: WebhookConfig,
  deps: CertificateDeps,
): CertificateUpkeep {
  const { api, clock, random, log } = deps;
  const publisher = createCaBundlePublisher({
    api,
    configurations: [
      ...config.validatingConfigurations.map((name) => ({ resource: VALIDATING_WEBHOOKS, name })),
      ...config.mutatingConfigurations.map((name) => ({ resource: MUTATING_WEBHOOKS, name })),
    ],
  });
  const authorities = createSecretAuthoritySource({
    api,
    secret: { namespace: config.namespace, name: config.caSecretName },
    trusted: async (signal) => publisher.published(signal),
    clock,
    random,
  });
  return createCertificateUpkeep({
    source: createIssuedServing({ authorities, dnsNames: dnsNames(config), clock, random, log }),
    publisher,
    clock,
    log,
  });
}
