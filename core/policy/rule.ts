import type { AccessVerb, Subject } from '../api/index.ts';
import { isSubject, type ResolvedActor } from './actor.ts';
import { allowsClaim, type Claim, meetsClaim } from './claim.ts';
import type { CompiledAllow, CompiledDeny, CompiledNamespaces } from './compiled.ts';
import type { Lookup } from './contract.ts';
import { bindPattern, type KeyPattern, needsLabels, type PatternScope } from './key-pattern.ts';
import { matchesLabels } from './label-selector.ts';
import type { NamespaceFacts } from './store-access.ts';
import { matchesName } from './wildcard.ts';

/** From where, and by whom, a store is used. */
export interface UseScope {
  readonly namespace: string;
  readonly facts: Lookup<NamespaceFacts>;
  /** Undefined where nobody asks: what is for certain people is then held to be for all, and against them for none. */
  readonly actor: ResolvedActor | undefined;
  readonly cluster: string;
}

/** `unclear`: it depends on labels that are not known. */
export type RuleAnswer = 'yes' | 'no' | 'unclear';

export function holdsInNamespace(
  where: CompiledNamespaces,
  scope: Pick<UseScope, 'namespace' | 'facts'>,
): RuleAnswer {
  if (!matchesName(where.names, scope.namespace)) {
    return 'no';
  }
  if (where.selector === undefined) {
    return 'yes';
  }
  if (scope.facts.state !== 'known') {
    return 'unclear';
  }
  return matchesLabels(where.selector, scope.facts.value.labels) ? 'yes' : 'no';
}

function patternScope(scope: UseScope): PatternScope {
  const labels = scope.facts.state === 'known' ? scope.facts.value.labels : {};
  return { namespace: scope.namespace, labels, cluster: scope.cluster };
}

export interface BoundPatterns {
  readonly segments: readonly (readonly string[])[];
  /** What could not be filled in. */
  readonly missing: readonly string[];
}

export function bindAll(patterns: readonly KeyPattern[], scope: UseScope): BoundPatterns {
  const names = patternScope(scope);
  const bound = patterns.map((pattern) => bindPattern(pattern, names));
  return {
    segments: bound.flatMap((one) => (one.ok ? [one.segments] : [])),
    missing: bound.flatMap((one) => (one.ok ? [] : [one.missing])),
  };
}

/** Trusted users are not asked who they are; a deny meant for them still holds. */
export function isFor(subjects: readonly Subject[], scope: UseScope): boolean {
  const { actor, namespace } = scope;
  return (
    subjects.length === 0 ||
    actor === undefined ||
    actor.kind === 'trusted' ||
    isSubject(subjects, actor.actor, namespace)
  );
}

/** Whether an allow rule speaks of the scope and verb at all. */
export function concerns(rule: CompiledAllow, verb: AccessVerb, scope: UseScope): RuleAnswer {
  return rule.verbs.includes(verb) && isFor(rule.subjects, scope)
    ? holdsInNamespace(rule.namespaces, scope)
    : 'no';
}

function lacksLabels(patterns: readonly KeyPattern[], scope: UseScope): boolean {
  return scope.facts.state !== 'known' && patterns.some(needsLabels);
}

/** Does the rule allow all that is claimed? */
export function allows(
  rule: CompiledAllow,
  use: { readonly verb: AccessVerb; readonly claim: Claim },
  scope: UseScope,
): RuleAnswer {
  const concern = concerns(rule, use.verb, scope);
  if (concern === 'no' || (use.claim.absolute && !rule.allowAbsolute)) {
    return 'no';
  }
  if (lacksLabels(rule.patterns, scope)) {
    return 'unclear';
  }
  return allowsClaim(bindAll(rule.patterns, scope).segments, use.claim) ? concern : 'no';
}

/** A deny whose placeholder nothing fills holds for every value. */
function boundDeny(
  patterns: readonly KeyPattern[],
  scope: UseScope,
): readonly (readonly string[])[] {
  const names = patternScope(scope);
  return patterns.map((pattern) => {
    const bound = bindPattern(pattern, names);
    return bound.ok
      ? bound.segments
      : pattern.segments.map((segment) =>
          segment.map((piece) => (typeof piece === 'string' ? piece : '*')).join(''),
        );
  });
}

/** Does the rule deny any of what is claimed? */
export function denies(
  rule: CompiledDeny,
  use: { readonly verb: AccessVerb; readonly claim: Claim },
  scope: UseScope,
): RuleAnswer {
  const { actor, namespace } = scope;
  const named =
    rule.subjects.length === 0 ||
    (actor !== undefined && isSubject(rule.subjects, actor.actor, namespace));
  if (!rule.verbs.includes(use.verb) || !named) {
    return 'no';
  }
  const patterns = boundDeny(rule.patterns, scope);
  return patterns.some((pattern) => meetsClaim(pattern, use.claim))
    ? holdsInNamespace(rule.namespaces, scope)
    : 'no';
}
