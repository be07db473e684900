import {
  type AccessVerb,
  type FindingId,
  quote,
  type SecretAccessConfigSpec,
  type ValidationAction,
} from '../api/index.ts';
import { type Claim, readClaim } from './claim.ts';
import type { CompiledDeny, CompiledPolicies, CompiledPolicy } from './compiled.ts';
import type {
  AccessRef,
  KeyRequest,
  Lookup,
  PolicyFinding,
  StoreFacts,
  StoreId,
} from './contract.ts';
import { createFinding } from './create-finding.ts';
import { governing } from './governing.ts';
import { allows, denies, type RuleAnswer, type UseScope } from './rule.ts';
import { describeAllowed, describeMissing } from './visible-patterns.ts';

/** One use of one store, from one namespace. */
export interface StoreUse {
  readonly ref: AccessRef;
  readonly id: StoreId;
  readonly facts: Lookup<StoreFacts>;
}

export interface Placement {
  readonly findings: readonly PolicyFinding[];
  /** The policies that govern the store, of every action. */
  readonly policies: readonly CompiledPolicy[];
}

/** What one set of policies says. */
interface Judgement {
  readonly id: FindingId;
  readonly message: string;
  readonly policies: readonly string[];
}

interface Case {
  readonly use: StoreUse;
  readonly claim: Claim;
  readonly scope: UseScope;
  readonly config: SecretAccessConfigSpec;
}

const VERBS: Readonly<Record<AccessVerb, string>> = {
  read: 'read',
  find: 'search',
  push: 'write',
};

export function describeStore({ kind, namespace, name }: StoreId): string {
  return kind === 'ClusterSecretStore' ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}

function describeKey(request: KeyRequest, redact: boolean): string {
  switch (request.type) {
    case 'key':
      return redact ? 'the key' : quote(request.key);
    case 'find':
      return request.path === '' || redact ? 'a find' : `a find below ${quote(request.path)}`;
    case 'prefix':
      return redact ? 'keys' : `keys beginning with ${quote(request.prefix)}`;
    case 'any':
      return 'keys that cannot be foreseen';
  }
}

function namesOf(policies: readonly CompiledPolicy[]): readonly string[] {
  return policies.map(({ name }) => name);
}

function byPolicies(names: readonly string[]): string {
  return `(${names.length === 1 ? 'policy' : 'policies'} ${names.join(', ')})`;
}

function subject({ use, scope, config }: Case): string {
  const what = describeKey(use.ref.key, config.redactKeys);
  const store = describeStore(use.id);
  return `${what}: namespace ${scope.namespace} may not ${VERBS[use.ref.verb]} this ${use.ref.verb === 'push' ? 'in' : 'from'} ${store}`;
}

interface FoundDeny {
  readonly policy: string;
  readonly rule: CompiledDeny;
  readonly answer: RuleAnswer;
}

function findDenies(policies: readonly CompiledPolicy[], one: Case): readonly FoundDeny[] {
  const { use, claim, scope } = one;
  return policies.flatMap((policy) =>
    policy.deny
      .map((rule) => ({
        policy: policy.name,
        rule,
        answer: denies(rule, { verb: use.ref.verb, claim }, scope),
      }))
      .filter(({ answer }) => answer !== 'no'),
  );
}

function labelsNeeded(one: Case, names: readonly string[]): Judgement {
  return {
    id: 'SPA-W001',
    message: `${subject(one)} until the labels of the namespace are known, which rules ask for ${byPolicies(names)}`,
    policies: names,
  };
}

function denied(found: readonly FoundDeny[], one: Case): Judgement | undefined {
  const sure = found.filter(({ answer }) => answer === 'yes');
  const names = [...new Set(found.map(({ policy }) => policy))];
  if (found.length === 0 || sure.length > 0) {
    const [first] = sure.toSorted((a, b) => (a.rule.name < b.rule.name ? -1 : 1));
    return first === undefined ? undefined : deniedBy(sure, first.rule, one);
  }
  return labelsNeeded(one, names);
}

function deniedBy(found: readonly FoundDeny[], rule: CompiledDeny, one: Case): Judgement {
  const names = [...new Set(found.map(({ policy }) => policy))].toSorted();
  const reason = rule.message === '' ? `deny rule ${quote(rule.name)}` : rule.message;
  return {
    id: 'SPA-K002',
    message: `${subject(one)}: ${reason} ${byPolicies(names)}.`,
    policies: names,
  };
}

function unallowedId(policies: readonly CompiledPolicy[], one: Case): FindingId {
  const { claim, use, scope } = one;
  const plain = { ...claim, absolute: false };
  if (claim.absolute && isAllowed(policies, { ...one, claim: plain }, scope) === 'yes') {
    return 'SPA-K004';
  }
  const vague = use.ref.key.type !== 'key' && claim.folders.includes('');
  return vague ? 'SPA-K006' : 'SPA-K001';
}

const REMEDIES: Readonly<Partial<Record<FindingId, string>>> = {
  'SPA-K004': ' It leaves the store: name the key itself, or have a rule with allowAbsolute.',
  'SPA-K006':
    ' It reaches every key of the store: narrow it, or have a rule whose pattern is "**".',
};

function isAllowed(
  policies: readonly CompiledPolicy[],
  { use, claim }: Case,
  scope: UseScope,
): RuleAnswer {
  const answers = policies.flatMap((policy) =>
    policy.rules.map((rule) => allows(rule, { verb: use.ref.verb, claim }, scope)),
  );
  return (['yes', 'unclear'] as const).find((answer) => answers.includes(answer)) ?? 'no';
}

function notAllowed(policies: readonly CompiledPolicy[], one: Case): Judgement {
  const { use, claim, scope, config } = one;
  const { verb } = use.ref;
  const id = unallowedId(policies, one);
  const names = namesOf(policies);
  const accepted = describeAllowed(
    { policies, verb, claim, reveal: config.revealPatterns, redact: config.redactKeys },
    scope,
  );
  const remedy = REMEDIES[id] ?? '';
  return {
    id,
    message: `${subject(one)} ${byPolicies(names)}.${remedy}${accepted}${describeMissing(policies, verb, scope)}`,
    policies: names,
  };
}

/** What these policies, all of them governing the store, say of the use. */
function judge(policies: readonly CompiledPolicy[], one: Case): Judgement | undefined {
  const deny = denied(findDenies(policies, one), one);
  const answer = isAllowed(policies, one, one.scope);
  if (deny !== undefined) {
    // Whoever may bypass the deny alone is still allowed by nobody.
    return answer === 'yes' ? deny : { ...deny, policies: namesOf(policies) };
  }
  if (answer === 'yes') {
    return undefined;
  }
  return answer === 'unclear' ? labelsNeeded(one, namesOf(policies)) : notAllowed(policies, one);
}

function toFinding(
  one: StoreUse,
  judgement: Judgement,
  enforcement: ValidationAction,
): PolicyFinding {
  return createFinding({
    ...judgement,
    enforcement,
    axis: judgement.id === 'SPA-W001' ? 'facts' : 'placement',
    path: one.ref.path,
    store: one.id,
  });
}

const ACTIONS = ['Deny', 'Warn', 'Audit'] as const;

/** Each stronger set once, then with the weaker added: what is new there is said with the weaker action (admission.md 2.8, step 9). */
function judgeByAction(policies: readonly CompiledPolicy[], one: Case): readonly PolicyFinding[] {
  const findings: PolicyFinding[] = [];
  for (const [strength, action] of ACTIONS.entries()) {
    const inForce = policies.filter((policy) => ACTIONS.indexOf(policy.action) <= strength);
    const adds = inForce.some((policy) => policy.action === action);
    const judgement = adds ? judge(inForce, one) : undefined;
    if (judgement !== undefined && !findings.some(({ id }) => id === judgement.id)) {
      findings.push(toFinding(one.use, judgement, action));
    }
  }
  return findings;
}

function ungoverned(
  one: Omit<Case, 'claim'>,
  policies: readonly CompiledPolicy[],
): readonly PolicyFinding[] {
  const { use, config } = one;
  const governed = policies.some(({ action }) => action === 'Deny');
  return config.ungoverned === 'Allow' || governed
    ? []
    : [
        createFinding({
          id: 'SPA-K007',
          enforcement: config.ungoverned,
          axis: 'placement',
          path: use.ref.storePath,
          store: use.id,
          policies: [],
          message: `${describeStore(use.id)}: no policy governs it, and the SecretAccessConfig wants one`,
        }),
      ];
}

function strongest(policies: readonly CompiledPolicy[]): ValidationAction {
  return ACTIONS.find((action) => policies.some((policy) => policy.action === action)) ?? 'Deny';
}

function unreadStore(use: StoreUse, policies: readonly CompiledPolicy[]): readonly PolicyFinding[] {
  return policies.length === 0
    ? []
    : [
        createFinding({
          id: 'SPA-W002',
          enforcement: strongest(policies),
          axis: 'facts',
          path: use.ref.storePath,
          store: use.id,
          policies: namesOf(policies),
          message: `${describeStore(use.id)} could not be read, and policies may govern it ${byPolicies(namesOf(policies))}; try again`,
        }),
      ];
}

function uncanonical(
  { use, config }: Omit<Case, 'claim'>,
  policies: readonly CompiledPolicy[],
  problem: string,
): readonly PolicyFinding[] {
  return policies.length === 0
    ? []
    : [
        createFinding({
          id: 'SPA-K003',
          enforcement: strongest(policies),
          axis: 'placement',
          path: use.ref.path,
          store: use.id,
          policies: namesOf(policies),
          message: `${describeKey(use.ref.key, config.redactKeys)} ${problem}; ${describeStore(use.id)} is governed, so its keys must be written plainly`,
        }),
      ];
}

/** May the namespace use the store's keys so? Placement only: nobody is asked about a person (admission.md 2.8, step 6). */
export function place(use: StoreUse, scope: UseScope, policies: CompiledPolicies): Placement {
  const { config } = policies;
  const { policies: found, unclear } = governing(policies, use.id, use.facts);
  const base = { use, scope, config };
  if (use.facts.state === 'unknown') {
    const all = [...found, ...unclear];
    return { policies: all, findings: [...ungoverned(base, all), ...unreadStore(use, all)] };
  }
  const backend = use.facts.state === 'known' ? use.facts.value.backend : undefined;
  const reading = readClaim(backend, use.ref.key);
  const findings = reading.ok
    ? judgeByAction(found, { ...base, claim: reading.claim })
    : uncanonical(base, found, reading.problem);
  return { policies: found, findings: [...ungoverned(base, found), ...findings] };
}
