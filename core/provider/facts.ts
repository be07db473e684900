import type { BackendName, StoreBackend } from '../api/index.ts';

/** What is known of a backend without loading it. */
export interface ProviderFacts {
  /** The `provider` label of ESO's call metric (eso.md 8.1). */
  readonly metricName: string;
  /** As status.capabilities reports it (eso.md 5.1). */
  readonly capabilities: 'ReadOnly' | 'ReadWrite';
}

export const PROVIDER_FACTS = {
  akeyless: { metricName: 'AKEYLESSLESS/SecretsManager', capabilities: 'ReadWrite' },
  aws: { metricName: 'AWS/SecretsManager', capabilities: 'ReadWrite' },
  azurekv: { metricName: 'Azure/KeyVault', capabilities: 'ReadWrite' },
  doppler: { metricName: 'Doppler', capabilities: 'ReadOnly' },
  fake: { metricName: 'Fake', capabilities: 'ReadWrite' },
  gcpsm: { metricName: 'GCP/SecretManager', capabilities: 'ReadWrite' },
  gitlab: { metricName: 'GitLab', capabilities: 'ReadOnly' },
  kubernetes: { metricName: 'Kubernetes', capabilities: 'ReadWrite' },
  onepassword: { metricName: '1Password/Connect', capabilities: 'ReadWrite' },
  onepasswordSDK: { metricName: '1Password/SDK', capabilities: 'ReadWrite' },
  vault: { metricName: 'HashiCorp/Vault', capabilities: 'ReadWrite' },
  webhook: { metricName: 'Webhook', capabilities: 'ReadWrite' },
} as const satisfies Record<BackendName, ProviderFacts>;

/** Metric label and capabilities of a backend, served yet or not. */
export function providerFacts(name: BackendName): ProviderFacts {
  return PROVIDER_FACTS[name];
}

/** The `provider` label of what a store calls: AWS has one for each service; a backend that is not served has its key. */
export function metricNameOf(backend: StoreBackend): string {
  if (backend.name === 'unsupported') {
    return backend.key;
  }
  return backend.name === 'aws'
    ? `AWS/${backend.spec.service}`
    : providerFacts(backend.name).metricName;
}
