import type { ObjectMeta } from '../object.ts';
import type { StoreConstraints, ValidationAction } from './access-policy.ts';

/** The only SecretAccessConfig that counts. */
export const ACCESS_CONFIG_NAME = 'cluster';

/** Settings of the whole cluster (admission.md 2.5, 2.7). Cluster-scoped, one object named `cluster`. */
export interface SecretAccessConfig {
  readonly metadata: ObjectMeta;
  readonly spec: SecretAccessConfigSpec;
}

export interface SecretAccessConfigSpec {
  /** What use of a store that no Deny policy governs gets. */
  readonly ungoverned: 'Allow' | 'Warn' | 'Deny';
  /** Holds for every SecretStore, governed or not. */
  readonly tenantStores?: {
    readonly validationAction: ValidationAction;
    readonly constraints: StoreConstraints;
  };
  readonly actors: ActorTable;
  /** `Users`: who holds verb `bypass` on a policy, and is no service account, gets a warning in place of its denials. */
  readonly bypass: 'Nobody' | 'Users';
  /** Which patterns a refusal may show: those that hold for the namespace, all, or none. */
  readonly revealPatterns: 'Own' | 'All' | 'None';
  /** Refusals do not repeat the remote keys. */
  readonly redactKeys: boolean;
  /** Where a finding is explained; `{id}` is its id. '' leaves the link out. */
  readonly docsURLTemplate: string;
  /** What `{{cluster}}` stands for; '' when patterns do not use it. */
  readonly clusterName: string;
}

export interface ActorTable {
  /** For these users a service account of the object's namespace is asked for. */
  readonly delegated: readonly DelegatedActor[];
  /** Not asked at all; placement holds for them as for all. */
  readonly trusted: { readonly users: readonly string[]; readonly groups: readonly string[] };
}

export interface DelegatedActor {
  readonly user: string;
  readonly serviceAccount: string;
}

/** What the schema covers of the settings. */
export interface SecretAccessConfigBody {
  readonly spec: SecretAccessConfigSpec;
}
