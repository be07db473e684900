import type { BackendName } from '../api/index.ts';

/** What is known of a backend without loading it. */
export interface ProviderFacts {
  /** The `provider` label of ESO's call metric (eso.md 8.1). */
  readonly metricName: string;
  /** As status.capabilities reports it (eso.md 5.1). */
  readonly capabilities: 'ReadOnly' | 'ReadWrite';
}

export const PROVIDER_FACTS = {
  aws: { metricName: 'AWS/SecretsManager', capabilities: 'ReadWrite' },
  fake: { metricName: 'Fake', capabilities: 'ReadWrite' },
  kubernetes: { metricName: 'Kubernetes', capabilities: 'ReadWrite' },
  vault: { metricName: 'HashiCorp/Vault', capabilities: 'ReadWrite' },
} as const satisfies Partial<Record<BackendName, ProviderFacts>>;

const FACTS: Partial<Record<BackendName, ProviderFacts>> = PROVIDER_FACTS;

/** Metric label and capabilities of a backend; one that is not served yet reports under its own key, read-only. */
export function providerFacts(name: BackendName): ProviderFacts {
  return FACTS[name] ?? { metricName: name, capabilities: 'ReadOnly' };
}
