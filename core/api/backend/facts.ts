import type { BackendName } from '../secret-store.ts';

/** What admission must know of a backend without reaching it (eso.md 5.1, 5.2). */
export interface BackendFacts {
  /** As status.capabilities reports it. */
  readonly capabilities: 'ReadOnly' | 'ReadWrite';
  /** A ClusterSecretStore may leave out a credential's namespace: it is the ExternalSecret's own. */
  readonly referentAuth: boolean;
}

export const BACKEND_FACTS: Readonly<Record<BackendName, BackendFacts>> = {
  akeyless: { capabilities: 'ReadWrite', referentAuth: true },
  aws: { capabilities: 'ReadWrite', referentAuth: true },
  azurekv: { capabilities: 'ReadWrite', referentAuth: true },
  doppler: { capabilities: 'ReadOnly', referentAuth: false },
  fake: { capabilities: 'ReadWrite', referentAuth: true },
  gcpsm: { capabilities: 'ReadWrite', referentAuth: true },
  gitlab: { capabilities: 'ReadOnly', referentAuth: false },
  kubernetes: { capabilities: 'ReadWrite', referentAuth: true },
  onepassword: { capabilities: 'ReadWrite', referentAuth: false },
  onepasswordSDK: { capabilities: 'ReadWrite', referentAuth: false },
  vault: { capabilities: 'ReadWrite', referentAuth: true },
  webhook: { capabilities: 'ReadWrite', referentAuth: true },
};
