import type { ExternalSecretSpec } from './external-secret.ts';
import type { Condition, LabelSelector, ObjectMeta } from './object.ts';

/** ClusterExternalSecret after parsing: one ExternalSecret in each namespace it chooses (eso.md 1.6). */
export interface ClusterExternalSecret {
  readonly apiVersion: string;
  readonly kind: 'ClusterExternalSecret';
  readonly metadata: ObjectMeta;
  readonly spec: ClusterExternalSecretSpec;
  readonly status: ClusterExternalSecretStatus;
}

export interface ClusterExternalSecretSpec extends NamespaceChoice {
  readonly externalSecretSpec: ExternalSecretSpec;
  /** '' means the ClusterExternalSecret's own name. */
  readonly externalSecretName: string;
  readonly externalSecretMetadata: CopiedMetadata;
  /** Older spelling of one selector; ORed with the others. */
  readonly namespaceSelector?: LabelSelector;
  /** Older spelling of namespaces by name; ORed with the selectors. */
  readonly namespaces: readonly string[];
}

/** What the kinds that write into many namespaces have in common. */
export interface NamespaceChoice {
  /** ORed; none of them chooses no namespace. */
  readonly namespaceSelectors: readonly LabelSelector[];
  /** Go duration between looks at the whole; '' means only when something changes. */
  readonly refreshTime: string;
}

/** Labels and annotations given to each object made. */
export interface CopiedMetadata {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface ClusterExternalSecretStatus extends NamespaceOutcome {
  readonly externalSecretName: string;
}

/** How it went in each namespace. */
export interface NamespaceOutcome {
  readonly conditions: readonly Condition[];
  readonly failedNamespaces: readonly { readonly namespace: string; readonly reason: string }[];
  readonly provisionedNamespaces: readonly string[];
}

/** What the schema covers of a ClusterExternalSecret; metadata is read by parseObjectMeta. */
export type ClusterExternalSecretBody = Pick<ClusterExternalSecret, 'spec' | 'status'>;
