import type {
  AccessVerb,
  PolicyConstraints,
  PodUse,
  SecretAccessConfigSpec,
  StoreKind,
  StoreSelector,
  Subject,
  LabelSelector,
  ValidationAction,
  Finding,
} from '../api/index.ts';
import type { KeyPattern } from './key-pattern.ts';

export interface CompiledNamespaces {
  /** Undefined: any name. */
  readonly names: readonly string[] | undefined;
  readonly selector: LabelSelector | undefined;
}

export interface CompiledAllow {
  readonly name: string;
  readonly namespaces: CompiledNamespaces;
  readonly verbs: readonly AccessVerb[];
  readonly patterns: readonly KeyPattern[];
  readonly allowAbsolute: boolean;
  readonly subjects: readonly Subject[];
}

export interface CompiledDeny {
  readonly name: string;
  readonly namespaces: CompiledNamespaces;
  readonly verbs: readonly AccessVerb[];
  readonly patterns: readonly KeyPattern[];
  readonly subjects: readonly Subject[];
  readonly message: string;
}

export interface CompiledPodRule {
  readonly name: string;
  readonly serviceAccounts: readonly string[];
  readonly externalSecrets: readonly string[];
  readonly uses: readonly PodUse[];
}

export interface CompiledPods {
  readonly namespaces: CompiledNamespaces;
  /** Undefined: every ExternalSecret. */
  readonly externalSecrets: readonly string[] | undefined;
  readonly rules: readonly CompiledPodRule[];
}

/** One policy, ready to judge. */
export interface CompiledPolicy {
  readonly name: string;
  readonly action: ValidationAction;
  readonly stores: readonly StoreSelector[];
  readonly rules: readonly CompiledAllow[];
  readonly deny: readonly CompiledDeny[];
  readonly requireUse: boolean;
  readonly allowDirectCredentials: boolean;
  readonly constraints: PolicyConstraints;
  readonly pods: CompiledPods | undefined;
}

/** What is wrong with one policy, and what stands in for it. */
export interface PolicyProblem {
  readonly policy: string;
  readonly findings: readonly Finding[];
  /** `last-good`: the version before governs. `strict`: what can be read governs, and the rest allows nothing. */
  readonly governedBy: 'last-good' | 'strict';
}

/** All policies and the settings, compiled once; hand it to `compilePolicies` again as the last good one. */
export interface CompiledPolicies {
  readonly byName: ReadonlyMap<string, CompiledPolicy>;
  readonly config: SecretAccessConfigSpec;
  /** Policies that do not compile: their Ready is False. */
  readonly problems: readonly PolicyProblem[];
  /** What is wrong with the settings; the last good ones, or the defaults, stand in. */
  readonly configFindings: readonly Finding[];
  readonly index: StoreIndex;
}

/** Which policies may select a store, without asking all of them. */
export interface StoreIndex {
  /** `kind/name` → policies that select it by its very name. */
  readonly exact: ReadonlyMap<string, readonly CompiledPolicy[]>;
  /** Policies with a pattern or labels. */
  readonly open: Readonly<Record<StoreKind, readonly CompiledPolicy[]>>;
  /** Policies that say something of Pods. */
  readonly pods: readonly CompiledPolicy[];
  /** Labels of ExternalSecrets that a policy reads: part of what makes an update a change. */
  readonly labels: ReadonlySet<string>;
  /** Whether a policy selects stores by their labels. */
  readonly storeLabels: boolean;
}
