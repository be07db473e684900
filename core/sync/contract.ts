import type { ExternalSecret, SecretStore, StoreRef } from '../api/index.ts';
import type { SecretsClient } from '../provider/index.ts';
import type { SecretBytes } from '../runtime/index.ts';

export type SecretData = ReadonlyMap<string, SecretBytes>;

/** What one ExternalSecret asks for, ready to be written. */
export interface RenderedSecret {
  readonly namespace: string;
  /** The native Secret's name (spec.target.name or the ExternalSecret's). */
  readonly name: string;
  /** '' leaves the type alone. */
  readonly type: string;
  readonly data: SecretData;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly finalizers: readonly string[];
  /** Equal exactly when data is equal; safe inside this process, not for publication. */
  readonly digest: string;
  /** Field paths of entries the backend says are absent and that deletionPolicy Delete or Merge leaves out. */
  readonly missing: readonly string[];
}

/** A store that may be used from one namespace: found, ours by controller class, its conditions met. */
export interface ResolvedStore {
  readonly store: SecretStore;
  /** The namespace credentials without one of their own are looked up in. */
  readonly namespace: string;
}

export interface StoreResolver {
  /** STORE_NOT_FOUND, STORE_FORBIDDEN or PROVIDER_UNSUPPORTED, with a message for the ExternalSecret's owner. */
  resolve(ref: StoreRef, namespace: string, signal: AbortSignal): Promise<ResolvedStore>;
}

/**
 * Open sessions, shared by every ExternalSecret over one store. A changed store gets a new session at once; a changed
 * credential when the backend refuses the old one, or within the hour.
 */
export interface ClientPool {
  /** Runs `work` with the store's session; on UNAUTHENTICATED the session is renewed and `work` run once more. */
  use<Result>(
    store: ResolvedStore,
    work: (client: SecretsClient) => Promise<Result>,
    signal: AbortSignal,
  ): Promise<Result>;
  close(): Promise<void>;
}

export type WriteOutcome =
  | { readonly kind: 'written' }
  | { readonly kind: 'unchanged' }
  /** creationPolicy Merge and there is nothing to merge into. */
  | { readonly kind: 'target-missing' };

/** Where rendered secrets go. Writing equal content is `unchanged` and touches nothing. */
export interface Sink {
  readonly name: string;
  write(
    externalSecret: ExternalSecret,
    secret: RenderedSecret,
    signal: AbortSignal,
  ): Promise<WriteOutcome>;
  /** What deletionPolicy Delete asks for: the delivered secret goes away. */
  remove(externalSecret: ExternalSecret, signal: AbortSignal): Promise<void>;
}

/** How one pass ended; a failed pass is a thrown AppError. */
export type SyncOutcome =
  | { readonly kind: 'synced'; readonly changed: boolean; readonly secret: RenderedSecret }
  /** The backend has nothing left: deletionPolicy Delete removed what was delivered. */
  | { readonly kind: 'deleted' }
  /** The backend has nothing left: deletionPolicy Retain kept what was delivered. */
  | { readonly kind: 'retained' }
  | { readonly kind: 'target-missing' };
