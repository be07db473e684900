import type { GeneratorRef, SecretTemplate, StoreKind } from './external-secret.ts';
import type {
  CopiedMetadata,
  NamespaceChoice,
  NamespaceOutcome,
} from './cluster-external-secret.ts';
import type { Condition, LabelSelector, ObjectMeta } from './object.ts';

/** PushSecret after parsing: from the cluster into stores (eso.md 1.7). */
export interface PushSecret {
  readonly apiVersion: string;
  readonly kind: 'PushSecret';
  readonly metadata: ObjectMeta;
  readonly spec: PushSecretSpec;
  readonly status: PushSecretStatus;
}

export interface PushSecretSpec {
  readonly secretStoreRefs: readonly PushStoreRef[];
  readonly selector: PushSecretSelector;
  readonly data: readonly PushSecretData[];
  readonly dataTo: readonly PushSecretDataTo[];
  readonly template?: SecretTemplate;
  /** Go duration; default "1h0m0s"; zero means once. */
  readonly refreshInterval: string;
  readonly updatePolicy: 'Replace' | 'IfNotExists';
  readonly deletionPolicy: 'Delete' | 'None';
}

/** A store by name, or every store with the labels. */
export interface PushStoreRef {
  readonly kind: StoreKind;
  /** '' where labels choose. */
  readonly name: string;
  readonly labelSelector?: LabelSelector;
}

/** Exactly one member is set. */
export interface PushSecretSelector {
  readonly secret?: { readonly name: string; readonly selector?: LabelSelector };
  readonly generatorRef?: GeneratorRef;
}

export type PushConversion = 'None' | 'ReverseUnicode';

export interface PushSecretData {
  readonly match: {
    /** '' means the whole Secret as one JSON object. */
    readonly secretKey: string;
    readonly remoteRef: { readonly remoteKey: string; readonly property?: string };
  };
  readonly conversionStrategy: PushConversion;
  /** Any JSON, for the backend. */
  readonly metadata?: object;
}

export interface PushSecretDataTo {
  readonly storeRef?: PushStoreRef;
  /** Which keys; '' means all. */
  readonly match: { readonly regexp: string };
  /** Set: the keys go there together, as one JSON object. */
  readonly remoteKey?: string;
  readonly rewrite: readonly PushRewrite[];
  readonly conversionStrategy: PushConversion;
  /** Any JSON, for the backend. */
  readonly metadata?: object;
}

/** Exactly one member is set. */
export interface PushRewrite {
  readonly regexp?: { readonly source: string; readonly target: string };
  readonly transform?: { readonly template: string };
}

export interface PushSecretStatus {
  readonly conditions: readonly Condition[];
  /** RFC 3339; '' before the first push. */
  readonly refreshTime: string;
  readonly syncedResourceVersion: string;
  /** "Kind/store" → "remoteKey" or "remoteKey/property" → what was pushed there. */
  readonly syncedPushSecrets: Readonly<Record<string, Readonly<Record<string, PushSecretData>>>>;
}

/** What the schema covers of a PushSecret; metadata is read by parseObjectMeta. */
export type PushSecretBody = Pick<PushSecret, 'spec' | 'status'>;

/** ClusterPushSecret after parsing: one PushSecret in each namespace it chooses (eso.md 1.7). */
export interface ClusterPushSecret {
  readonly apiVersion: string;
  readonly kind: 'ClusterPushSecret';
  readonly metadata: ObjectMeta;
  readonly spec: ClusterPushSecretSpec;
  readonly status: ClusterPushSecretStatus;
}

export interface ClusterPushSecretSpec extends NamespaceChoice {
  readonly pushSecretSpec: PushSecretSpec;
  /** '' means the ClusterPushSecret's own name. */
  readonly pushSecretName: string;
  readonly pushSecretMetadata: CopiedMetadata;
}

export interface ClusterPushSecretStatus extends NamespaceOutcome {
  readonly pushSecretName: string;
}

/** What the schema covers of a ClusterPushSecret; metadata is read by parseObjectMeta. */
export type ClusterPushSecretBody = Pick<ClusterPushSecret, 'spec' | 'status'>;
