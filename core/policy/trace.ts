import type { AccessVerb, ValidationAction } from '../api/index.ts';
import { resolveActor, type ResolvedActor } from './actor.ts';
import { type Claim, readClaim } from './claim.ts';
import type { CompiledAllow, CompiledDeny, CompiledPolicy } from './compiled.ts';
import type { Actor, PolicyWorld, StoreId } from './contract.ts';
import { governing } from './governing.ts';
import {
  allows,
  bindAll,
  denies,
  holdsInNamespace,
  isFor,
  type RuleAnswer,
  type UseScope,
} from './rule.ts';

/** One key of one store, asked for from one namespace. */
export interface TraceQuestion {
  readonly namespace: string;
  readonly store: StoreId;
  readonly key: string;
  readonly verb: AccessVerb;
  /** Undefined: rules that are for certain people count as being for all. */
  readonly actor: Actor | undefined;
}

/** Why a rule says nothing of the use, the first reason there is. */
export type RuleReason = 'verb' | 'namespace' | 'subject' | 'absolute' | 'label' | 'key' | 'none';

export interface RuleTrace {
  readonly effect: 'allow' | 'deny';
  readonly name: string;
  /** Does it allow, or deny, the use? */
  readonly answer: RuleAnswer;
  /** `none` when the answer is yes. */
  readonly reason: RuleReason;
  /** As written in the policy. */
  readonly patterns: readonly string[];
}

export interface PolicyTrace {
  readonly name: string;
  readonly action: ValidationAction;
  readonly requireUse: boolean;
  /** Sorted by effect and name, denials first. */
  readonly rules: readonly RuleTrace[];
}

export interface Trace {
  /** Was the store's definition there? Without it every way to read the key counts. */
  readonly storeKnown: boolean;
  /** What the backend makes of the key; none when it refuses to read it. */
  readonly keys: readonly string[];
  readonly absolute: boolean;
  /** Why the key cannot be read; '' when it can. */
  readonly problem: string;
  /** The policies that govern the store, by name. */
  readonly policies: readonly PolicyTrace[];
}

interface Use {
  readonly verb: AccessVerb;
  readonly claim: Claim;
}

function reasonOf(
  rule: CompiledAllow | CompiledDeny,
  { verb, claim }: Use,
  scope: UseScope,
): RuleReason {
  const missing = bindAll(rule.patterns, scope).missing.length > 0;
  const reasons: readonly (readonly [boolean, RuleReason])[] = [
    [!rule.verbs.includes(verb), 'verb'],
    [holdsInNamespace(rule.namespaces, scope) === 'no', 'namespace'],
    [!isFor(rule.subjects, scope), 'subject'],
    [claim.absolute && 'allowAbsolute' in rule && !rule.allowAbsolute, 'absolute'],
    [missing || holdsInNamespace(rule.namespaces, scope) === 'unclear', 'label'],
  ];
  return reasons.find(([holds]) => holds)?.[1] ?? 'key';
}

function traceRule(
  effect: RuleTrace['effect'],
  rule: CompiledAllow | CompiledDeny,
  answer: RuleAnswer,
  reason: RuleReason,
): RuleTrace {
  return {
    effect,
    name: rule.name,
    answer,
    reason: answer === 'yes' ? 'none' : reason,
    patterns: rule.patterns.map(({ text }) => text),
  };
}

function byName(a: RuleTrace, b: RuleTrace): number {
  return a.name < b.name ? -1 : 1;
}

function tracePolicy(policy: CompiledPolicy, use: Use, scope: UseScope): PolicyTrace {
  const deny = policy.deny.map((rule) =>
    traceRule('deny', rule, denies(rule, use, scope), reasonOf(rule, use, scope)),
  );
  const allow = policy.rules.map((rule) =>
    traceRule('allow', rule, allows(rule, use, scope), reasonOf(rule, use, scope)),
  );
  return {
    name: policy.name,
    action: policy.action,
    requireUse: policy.requireUse,
    rules: [...deny.toSorted(byName), ...allow.toSorted(byName)],
  };
}

function scopeOf({ namespace, actor }: TraceQuestion, world: PolicyWorld): UseScope {
  const { config } = world.policies;
  const resolved: ResolvedActor | undefined =
    actor === undefined ? undefined : resolveActor(config, actor, namespace);
  return {
    namespace,
    facts: world.namespace(namespace),
    actor: resolved,
    cluster: config.clusterName,
  };
}

/** How `evaluate` comes to its placement verdict on one key: what the key means, which policies govern, what each rule says. */
export function trace(question: TraceQuestion, world: PolicyWorld): Trace {
  const { store, key, verb } = question;
  const facts = world.store(store);
  const backend = facts.state === 'known' ? facts.value.backend : undefined;
  const reading = readClaim(backend, { type: 'key', key });
  const claim: Claim = reading.ok
    ? reading.claim
    : { keys: [], folders: [], absolute: false, fold: 'none' };
  const scope = scopeOf(question, world);
  const { policies } = governing(world.policies, store, facts);
  return {
    storeKnown: facts.state === 'known',
    keys: claim.keys,
    absolute: claim.absolute,
    problem: reading.ok ? '' : reading.problem,
    policies: reading.ok
      ? policies.map((policy) => tracePolicy(policy, { verb, claim }, scope))
      : policies.map(({ name, action, requireUse }) => ({ name, action, requireUse, rules: [] })),
  };
}
