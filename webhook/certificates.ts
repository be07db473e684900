import {
  type CaBundlePublisher,
  type CertificateUpkeep,
  createCaBundlePublisher,
  createCertificateUpkeep,
  createFileServing,
  createIssuedServing,
  createSecretAuthoritySource,
  type OwnedEntries,
  readTextFile,
  type ServingSource,
} from '../certs/index.ts';
import { type KubernetesApi, MUTATING_WEBHOOKS, VALIDATING_WEBHOOKS } from '../core/kube/index.ts';
import type { Clock, Logger, Random } from '../core/runtime/index.ts';
import type { WebhookConfig } from './config.ts';
import { type PodPlace, podRegistration } from './pod-registration.ts';

interface CertificateDeps {
  readonly api: KubernetesApi;
  /** Where the `pods` parts of policies hold; undefined while the policies are not known. */
  readonly podPlaces: () => readonly PodPlace[] | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
}

/** The names the API server and others may call the Service by; it insists on the first. */
function dnsNames({ serviceName, namespace }: WebhookConfig): readonly [string, ...string[]] {
  const full = `${serviceName}.${namespace}.svc`;
  return [full, `${full}.cluster.local`, `${serviceName}.${namespace}`, serviceName];
}

/** What is registered for Pods; nothing where the settings name no configuration for it. */
function podEntries(config: WebhookConfig, deps: CertificateDeps): readonly OwnedEntries[] {
  const { podConfiguration: name } = config;
  return name === ''
    ? []
    : [
        {
          configuration: { resource: VALIDATING_WEBHOOKS, name },
          entries() {
            const places = deps.podPlaces();
            return places === undefined ? undefined : podRegistration(places, config);
          },
        },
      ];
}

/** Certificates under an authority of our own, kept in a Secret. */
function issuedServing(
  config: WebhookConfig,
  { api, clock, random, log }: CertificateDeps,
  publisher: CaBundlePublisher,
): ServingSource {
  const authorities = createSecretAuthoritySource({
    api,
    secret: { namespace: config.namespace, name: config.caSecretName },
    trusted: async (signal) => publisher.published(signal),
    clock,
    random,
  });
  return createIssuedServing({ authorities, dnsNames: dnsNames(config), clock, random, log });
}

/** The serving certificate and what the API server is told of it. */
export function createWebhookCertificates(
  config: WebhookConfig,
  deps: CertificateDeps,
): CertificateUpkeep {
  const { api, clock, log } = deps;
  const publisher = createCaBundlePublisher({
    api,
    configurations: [
      ...config.validatingConfigurations.map((name) => ({ resource: VALIDATING_WEBHOOKS, name })),
      ...config.mutatingConfigurations.map((name) => ({ resource: MUTATING_WEBHOOKS, name })),
    ],
    owned: podEntries(config, deps),
  });
  const source =
    config.certificateDirectory === ''
      ? issuedServing(config, deps, publisher)
      : createFileServing({
          directory: config.certificateDirectory,
          dnsNames: dnsNames(config),
          readFile: readTextFile,
          clock,
          log,
        });
  return createCertificateUpkeep({ source, publisher, clock, log });
}
