import type { BackendSpecs } from './backend/index.ts';
import type { OpenBaoBackend } from './backend/vault.ts';
import type { StoreKind } from './external-secret.ts';
import type { Condition, LabelSelector, ObjectMeta } from './object.ts';

/** SecretStore or ClusterSecretStore after parsing (reference eso.md 1.2). */
export interface SecretStore {
  readonly apiVersion: string;
  readonly kind: StoreKind;
  readonly metadata: ObjectMeta;
  readonly spec: SecretStoreSpec;
  readonly status: SecretStoreStatus;
}

export interface SecretStoreSpec {
  /** Controller class; '' means any. */
  readonly controller: string;
  readonly backend: StoreBackend;
  readonly retrySettings?: RetrySettings;
  /** How often the store itself is checked, in milliseconds; 0 means the controller's default. */
  readonly refreshIntervalMs: number;
  /** ClusterSecretStore only: which namespaces may use it; none means all. */
  readonly conditions: readonly StoreCondition[];
}

export interface RetrySettings {
  readonly maxRetries?: number;
  readonly retryInterval?: string;
}

/** ORed with its siblings, and its own members are ORed too. */
export interface StoreCondition {
  readonly namespaceSelector?: LabelSelector;
  readonly namespaces?: readonly string[];
  readonly namespaceRegexes?: readonly string[];
}

export type BackendName = keyof BackendSpecs;

/** One backend with its own settings; or a provider key of ESO's that Sallyport does not serve (eso.md 5.1). */
export type StoreBackend =
  BackendOf<BackendName> | { readonly name: 'unsupported'; readonly key: string };

export type BackendOf<Chosen extends BackendName> = {
  [Name in Chosen]: { readonly name: Name; readonly spec: BackendSpecs[Name] };
}[Chosen];

export interface SecretStoreStatus {
  readonly conditions: readonly Condition[];
  readonly capabilities: string;
}

/** `spec.provider` as written: one key. */
export interface ProviderWire extends Partial<BackendSpecs> {
  readonly openBao?: OpenBaoBackend;
}

/** `spec` as written, defaults applied. */
export interface SecretStoreSpecWire extends Omit<
  SecretStoreSpec,
  'backend' | 'refreshIntervalMs'
> {
  readonly provider: ProviderWire;
  /** Seconds, or a Go duration. */
  readonly refreshInterval: number | string;
}

/** What the schema covers of a store; metadata is read by parseObjectMeta. */
export interface SecretStoreBody {
  readonly spec: SecretStoreSpecWire;
  readonly status: SecretStoreStatus;
}

/** A store as its rules see it. */
export interface StoreSubject {
  readonly kind: StoreKind;
  readonly metadata: Pick<ObjectMeta, 'namespace'>;
  readonly spec: SecretStoreSpecWire;
}
