import type {
  AccessVerb,
  Finding,
  LabelSelector,
  RawObject,
  StoreBackend,
  StoreCondition,
  StoreKind,
  ValidationAction,
} from '../api/index.ts';
import type { CompiledPolicies } from './compiled.ts';
import type { NamespaceFacts } from './store-access.ts';

/** Who asks, as the API server says it; under impersonation, the impersonated one. */
export interface Actor {
  readonly username: string;
  readonly uid: string;
  readonly groups: readonly string[];
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

/** What is to be judged. */
export interface PolicyRequest {
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';
  /** Absent where nobody asks (sync, audit, a file): the actor axis is then left out and the verdict says so. */
  readonly actor?: Actor;
  /** '' for cluster-scoped kinds. */
  readonly namespace: string;
  /** As it will be stored; any JSON. Of a parsed object hand in the object itself. */
  readonly object: RawObject;
  /** As it is stored, on UPDATE. */
  readonly oldObject?: RawObject;
}

/**
 * `absent`: there is no such thing, as far as the world reaches (a store not yet created, a file not handed in): judged by its name,
 * with an assumption noted. `unknown`: there may be one and it could not be read: an error finding, never "no match".
 */
export type Lookup<T> =
  | { readonly state: 'known'; readonly value: T }
  | { readonly state: 'absent' }
  | { readonly state: 'unknown' };

export interface StoreId {
  readonly kind: StoreKind;
  readonly name: string;
  /** '' for a ClusterSecretStore. */
  readonly namespace: string;
}

/** What policies look at in a store; `storeFacts` makes it of a manifest, once. */
export interface StoreFacts {
  readonly id: StoreId;
  readonly labels: Readonly<Record<string, string>>;
  readonly backend: StoreBackend;
  readonly conditions: readonly StoreCondition[];
}

/** Everything a verdict depends on. Handed in whole: the evaluator reads nothing else. */
export interface PolicyWorld {
  readonly policies: CompiledPolicies;
  store(id: StoreId): Lookup<StoreFacts>;
  /** Stores of a kind that a label selector of a PushSecret picks; of the namespace, for SecretStores. */
  stores(kind: StoreKind, namespace: string): Lookup<readonly StoreFacts[]>;
  namespace(name: string): Lookup<NamespaceFacts>;
  /** Every namespace, for kinds that are multiplied over them. */
  namespaces(): Lookup<readonly NamespaceFacts[]>;
}

/** One use of one store that an object asks for. */
export interface AccessRef {
  /** Field of the key, from the object's root. */
  readonly path: string;
  /** Field that names the store. */
  readonly storePath: string;
  readonly target: StoreTarget;
  readonly verb: AccessVerb;
  readonly key: KeyRequest;
}

export type StoreTarget =
  | { readonly by: 'name'; readonly kind: StoreKind; readonly name: string }
  | { readonly by: 'labels'; readonly kind: StoreKind; readonly selector: LabelSelector };

/**
 * `prefix`: keys that begin with a text, of which more is not known. `any`: keys that cannot be foreseen. `remoteNamespace`: where the
 * metadata of a push has the Kubernetes backend write.
 */
export type KeyRequest =
  | { readonly type: 'key'; readonly key: string; readonly remoteNamespace?: string }
  | { readonly type: 'find'; readonly path: string }
  | { readonly type: 'prefix'; readonly prefix: string; readonly remoteNamespace?: string }
  | { readonly type: 'any'; readonly remoteNamespace?: string };

/** A place of an object that the extractor cannot classify: it may name a store or a key. */
export interface UnknownSource {
  readonly path: string;
  readonly what: string;
}

export interface Extraction {
  readonly refs: readonly AccessRef[];
  readonly unknown: readonly UnknownSource[];
  /** Generators that the object names; no store, hence no placement. */
  readonly generators: readonly {
    readonly path: string;
    readonly kind: string;
    readonly name: string;
  }[];
}

export type Axis = 'placement' | 'actor' | 'constraint' | 'pods' | 'facts';

/** A finding that knows which policies stand behind it and what it does. */
export interface PolicyFinding extends Finding {
  /** Deny refuses; Warn is said; Audit only recorded. `severity` is `error` exactly with Deny. */
  readonly enforcement: ValidationAction;
  readonly axis: Axis;
  /** Names of the policies, sorted; empty for what the settings or a missing fact decide. */
  readonly policies: readonly string[];
  /** The store it speaks of. */
  readonly store?: StoreId;
  /** For kinds multiplied over namespaces: the first of those it holds for. */
  readonly namespaces?: readonly string[];
}

/** What the verdict leaves open because something was not handed in; `--require-complete` refuses these. */
export type Assumption =
  | 'store-definition-unknown'
  | 'actor-not-checked'
  | 'namespace-labels-unknown'
  | 'provider-not-modelled';

/** A SubjectAccessReview to ask. `id` is the same for the same question. */
export interface AccessQuestion {
  readonly id: string;
  readonly user: string;
  readonly uid: string;
  readonly groups: readonly string[];
  readonly extra: Readonly<Record<string, readonly string[]>>;
  readonly verb: 'use' | 'bypass' | 'update';
  readonly group: string;
  readonly resource: string;
  /** '' asks for a grant in the whole cluster. */
  readonly namespace: string;
  readonly name: string;
}

/** `failed`: it could not be asked, or the answer was an error. */
export type AccessAnswer = 'allowed' | 'refused' | 'failed';

/** Findings that hang on an answer. */
export interface OpenFinding {
  readonly questionId: string;
  readonly whenRefused: PolicyFinding;
  readonly whenFailed: PolicyFinding;
}

/** Findings of a policy that its bypass verb turns into a warning. */
export interface BypassQuestion {
  readonly questionId: string;
  readonly policy: string;
}

export type Skip = 'operation' | 'unchanged';

/** A verdict but for the actor axis. With no questions it can be concluded at once. */
export interface EvaluationPlan {
  readonly skip?: Skip;
  readonly findings: readonly PolicyFinding[];
  readonly questions: readonly AccessQuestion[];
  readonly open: readonly OpenFinding[];
  readonly bypass: readonly BypassQuestion[];
  readonly assumptions: readonly Assumption[];
  /** The actor is trusted: not asked for the right to use the store. */
  readonly trusted: boolean;
}

export interface PolicyVerdict {
  /** No finding has enforcement Deny. */
  readonly allowed: boolean;
  readonly skip?: Skip;
  /** Sorted by path, id and policy; the same for policies in any order. */
  readonly findings: readonly PolicyFinding[];
  readonly assumptions: readonly Assumption[];
  /** For the audit annotation `exempt` (admission.md 2.5). */
  readonly exempt: 'none' | 'trusted' | 'bypass';
}
