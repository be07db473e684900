import type { StoreKind } from '../external-secret.ts';
import type { LabelSelector, ObjectMeta } from '../object.ts';

/** What breaking a policy means. A policy with several answers by the strongest. */
export type ValidationAction = 'Deny' | 'Warn' | 'Audit';

/** `find` reads many keys at once; `push` writes. */
export type AccessVerb = 'read' | 'find' | 'push';

/** Who may use which store and which remote keys (admission.md 2.7). Cluster-scoped. */
export interface SecretAccessPolicy {
  readonly metadata: ObjectMeta;
  readonly spec: SecretAccessPolicySpec;
}

/** In `rules` what is left out is forbidden; in `constraints` what is left out is free. */
export interface SecretAccessPolicySpec {
  readonly validationActions: readonly ValidationAction[];
  /** The stores it governs. */
  readonly stores: readonly StoreSelector[];
  /** ORed, over all policies that govern the store. */
  readonly rules: readonly AllowRule[];
  /** ORed, and always win. */
  readonly deny: readonly DenyRule[];
  readonly actor: { readonly requireUse: boolean };
  /** May a sidecar read, with its Pod's rights, a store whose credentials lie in a Secret? Every policy of the store must say so. */
  readonly allowDirectCredentials: boolean;
  readonly constraints: PolicyConstraints;
  readonly pods?: PodPolicy;
}

/** Members are ANDed; one that is left out holds for all. Names and namespaces may contain `*`. */
export interface StoreSelector {
  readonly kind: StoreKind;
  readonly names?: readonly string[];
  /** SecretStore only. */
  readonly namespaces?: readonly string[];
  readonly selector?: LabelSelector;
}

/** Members are ANDed; names may contain `*`. */
export interface NamespaceSelector {
  readonly names?: readonly string[];
  readonly selector?: LabelSelector;
}

export interface Subject {
  readonly kind: 'User' | 'Group' | 'ServiceAccount';
  readonly name: string;
  /** ServiceAccount only. */
  readonly namespace?: string;
}

export interface AllowRule {
  readonly name: string;
  /** None: every namespace. */
  readonly namespaces?: NamespaceSelector;
  readonly verbs: readonly AccessVerb[];
  readonly keys: { readonly allow: readonly string[] };
  /** Also keys that leave the store's root: ARNs, full resource names, other namespaces. */
  readonly allowAbsolute: boolean;
  /** None: anyone. */
  readonly subjects: readonly Subject[];
}

export interface DenyRule {
  readonly name: string;
  readonly namespaces?: NamespaceSelector;
  readonly verbs: readonly AccessVerb[];
  readonly keys: readonly string[];
  readonly subjects: readonly Subject[];
  /** Said in place of our own reason; '' leaves ours. */
  readonly message: string;
}

export interface PolicyConstraints {
  readonly externalSecret?: ExternalSecretConstraints;
  readonly pushSecret?: PushSecretConstraints;
  readonly store?: StoreConstraints;
}

export interface ExternalSecretConstraints {
  /** Go duration. */
  readonly minRefreshInterval?: string;
  readonly allowedRefreshPolicies?: readonly string[];
  readonly creationPolicies?: readonly string[];
  readonly deletionPolicies?: readonly string[];
  /** Name patterns; `{{name}}` is the ExternalSecret's own. */
  readonly targetNames?: { readonly allow?: readonly string[]; readonly deny?: readonly string[] };
  readonly secretTypes?: readonly string[];
  readonly allowManifestTargets?: boolean;
  readonly forbidTemplateFunctions?: readonly string[];
  /** Label → pattern of its value. */
  readonly requiredLabels?: Readonly<Record<string, string>>;
  readonly maxDataEntries?: number;
}

export interface PushSecretConstraints {
  readonly deletionPolicies?: readonly string[];
  readonly allowLabelSelectors?: boolean;
  readonly allowMetadataRemoteNamespace?: boolean;
}

export interface StoreConstraints {
  /** Keys of `spec.provider`. */
  readonly providers?: readonly string[];
  readonly requireExplicitAuth?: boolean;
  /** Names below the backend's `auth`. */
  readonly allowedAuth?: readonly string[];
  /** Patterns of the backend's address; `/**` at the end takes every path. */
  readonly endpoints?: readonly string[];
  /** A ClusterSecretStore must say which namespaces may use it. */
  readonly requireConditions?: boolean;
  readonly requireSessionTags?: boolean;
}

/** `OptIn`: a sidecar delivers the ExternalSecret. `Reference`: the Pod mounts or names its Secret. */
export type PodUse = 'OptIn' | 'Reference';

/** Which Pods may have what Sallyport manages; checked on Pods of these namespaces and nowhere else. */
export interface PodPolicy {
  readonly namespaces: NamespaceSelector;
  /** The ExternalSecrets it governs, by name patterns; none: all of these namespaces. */
  readonly externalSecrets?: readonly string[];
  readonly rules: readonly PodRule[];
}

export interface PodRule {
  readonly name: string;
  /** Name patterns of the Pods' ServiceAccounts. */
  readonly serviceAccounts: readonly string[];
  /** Name patterns; `{{serviceAccount}}` is the Pod's own. */
  readonly externalSecrets: readonly string[];
  readonly uses: readonly PodUse[];
}

/** What the schema covers of a policy. */
export interface SecretAccessPolicyBody {
  readonly spec: SecretAccessPolicySpec;
}
