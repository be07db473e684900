import type { BackendName, BackendSpecs, StoreKind } from '../api/index.ts';
import type { ObjectReader, TokenIssuer } from '../kube/index.ts';
import type { Clock, Logger, Random, SecretBytes } from '../runtime/index.ts';

/** One thing to read. `metadata` asks for what the backend knows about the secret (tags, labels) in place of its value. */
export interface RemoteRef {
  readonly key: string;
  readonly version?: string;
  readonly content: 'value' | 'metadata';
}

/** Which secrets to find. The members that are set are ANDed. */
export interface FindQuery {
  readonly path?: string;
  /** Go regular expression, already compiled: is this name wanted? */
  readonly matchesName?: (name: string) => boolean;
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * What a backend holds under one key: one document (text, JSON or any bytes), or separate fields where the backend keeps
 * them apart (a Kubernetes Secret's data), so that binary fields stay whole.
 */
export type SecretPayload =
  | { readonly kind: 'document'; readonly bytes: SecretBytes; readonly version: string }
  | {
      readonly kind: 'fields';
      readonly fields: ReadonlyMap<string, SecretBytes>;
      readonly version: string;
    };

/** A found secret: its name as `rewrite` and the target will see it, and its payload. */
export interface FoundSecret {
  readonly name: string;
  readonly payload: SecretPayload;
}

/** Where the store stands; what it names is looked up from here. */
export interface StoreIdentity {
  readonly kind: StoreKind;
  readonly name: string;
  /** The store's namespace, or for a ClusterSecretStore the namespace of the ExternalSecret that uses it. */
  readonly namespace: string;
}

/** `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY` (small letters too) and the endpoints that vendors' own tools take from there. */
export type BackendEnvironment = Readonly<Record<string, string>>;

/** What a provider may reach; nothing else is in scope. */
export interface ProviderContext {
  readonly store: StoreIdentity;
  readonly retry: { readonly maxRetries: number; readonly intervalMs: number };
  /** For credentials kept in Secrets and CA bundles in ConfigMaps. */
  readonly reader: ObjectReader;
  readonly tokens: TokenIssuer;
  /**
   * The process's own identity. `direct` (a sidecar) may log in as its Pod and may not read credentials from Secrets;
   * `delegated` (controller, broker) reads them as the store says.
   */
  readonly identity: ProcessIdentity;
  /** What of the process's environment is meant for backends: proxies and other endpoints. */
  readonly environment: BackendEnvironment;
  readonly clock: Clock;
  /** For the jitter of retries. */
  readonly random: Random;
  readonly log: Logger;
  /** Called once a request to the backend: its name as ESO's metric has it (eso.md 8.1) and whether it went well. */
  readonly countCall: (call: string, status: 'success' | 'error') => void;
}

export type ProcessIdentity =
  /** `readToken`, where there is one, is lent to ClusterSecretStores only: a SecretStore's server may be anyone's. */
  | { readonly kind: 'delegated'; readonly readToken?: () => Promise<string> }
  | { readonly kind: 'direct'; readonly readToken: () => Promise<string> };

/**
 * An open session with one store.
 *
 * Contract, checked by test/conformance/provider.ts:
 * - a secret the backend says does not exist is `undefined`;
 * - every other failure is an AppError whose message names store, key and cause and holds no value; never `undefined`;
 * - an aborted signal rejects promptly;
 * - `close` is idempotent.
 */
export interface SecretsClient {
  /** Absent where this version does not write to the backend, whatever the backend itself could do. */
  readonly writer?: SecretsWriter;

  getSecret(ref: RemoteRef, signal: AbortSignal): Promise<SecretPayload | undefined>;
  findSecrets(query: FindQuery, signal: AbortSignal): Promise<readonly FoundSecret[]>;
  /** Resolves when the store can be used as far as can be told without reading a secret. */
  checkAccess(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/**
 * Writing through an open session.
 *
 * Contract, checked by test/conformance/provider.ts:
 * - what was written can be read, and what was deleted is `undefined`;
 * - a secret without the mark `managed-by: external-secrets` is somebody else's: SINK_CONFLICT, and it stays as it was (eso.md 7);
 * - faults are AppErrors as above, and no message holds the value that was to be written.
 */
export interface SecretsWriter {
  /** Makes `value` all that the key holds, creating it where it is absent. What holds the same already is not written again. */
  putSecret(key: string, value: SecretBytes, signal: AbortSignal): Promise<void>;
  /** Deletes the key with its versions; absent is fine. */
  deleteSecret(key: string, signal: AbortSignal): Promise<void>;
}

/** A kind of secret backend. Stateless; sessions hold the state. */
export interface SecretProvider<Name extends BackendName = BackendName> {
  readonly name: Name;
  /** The `provider` label of ESO's call metric (eso.md 8.1). */
  readonly metricName: string;
  /** As status.capabilities reports it (eso.md 5.1). */
  readonly capabilities: 'ReadOnly' | 'ReadWrite';
  connect(
    spec: BackendSpecs[Name],
    context: ProviderContext,
    signal: AbortSignal,
  ): Promise<SecretsClient>;
}
