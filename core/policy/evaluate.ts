import { quote, type RawObject, type SecretAccessConfigSpec } from '../api/index.ts';
import { isServiceAccount, resolveActor, type ResolvedActor } from './actor.ts';
import { askPolicy } from './access-question.ts';
import type {
  AccessQuestion,
  Assumption,
  BypassQuestion,
  EvaluationPlan,
  Extraction,
  PolicyFinding,
  PolicyRequest,
  PolicyWorld,
  Skip,
} from './contract.ts';
import { constraintFindings } from './constraint/index.ts';
import { compareFindings, createFinding } from './create-finding.ts';
import { extract } from './extract/index.ts';
import { judgeNamespace, type NamespaceJudgement } from './judge-namespace.ts';
import { gatherNamespaces, joinJudgements } from './namespaces.ts';
import { leavesProjection } from './ratchet.ts';
import { checkRelabel } from './relabel.ts';
import { unknownSources } from './unknown-source.ts';
import { checkUse, type UseCheck } from './use-check.ts';

const NOTHING = { findings: [], questions: [], open: [], bypass: [], assumptions: [] };

function skipped(skip: Skip): EvaluationPlan {
  return { ...NOTHING, skip, trusted: false };
}

/** Another group has kinds of the same name; generators name no store and are not governed. */
function unknownKind({ kind }: RawObject): PolicyFinding {
  return createFinding({
    id: 'SPA-W003',
    enforcement: 'Deny',
    axis: 'facts',
    path: 'kind',
    policies: [],
    message: `${typeof kind === 'string' ? quote(kind) : 'what has no kind'} is no kind that policies know`,
  });
}

function actorOf(request: PolicyRequest, world: PolicyWorld): ResolvedActor | undefined {
  return request.actor === undefined
    ? undefined
    : resolveActor(world.policies.config, request.actor, request.namespace);
}

function useCheck(
  judgement: NamespaceJudgement,
  actor: ResolvedActor | undefined,
  namespace: string,
  config: SecretAccessConfigSpec,
): UseCheck {
  return actor === undefined || actor.kind === 'trusted'
    ? { questions: [], open: [], findings: [] }
    : checkUse(judgement.placed, actor, { namespace, isDeniedAsked: mayBypass(actor, config) });
}

function asksForActor({ placed }: NamespaceJudgement): boolean {
  return placed.some(({ placement }) =>
    placement.policies.some(
      ({ requireUse, rules, deny }) =>
        requireUse || [...rules, ...deny].some(({ subjects }) => subjects.length > 0),
    ),
  );
}

const MAX_BYPASS = 16;

/** Only people pass by: a deployer's service account holds every verb in many clusters (admission.md 2.5). */
function mayBypass(
  actor: ResolvedActor | undefined,
  { bypass }: SecretAccessConfigSpec,
): actor is ResolvedActor {
  return bypass !== 'Nobody' && actor?.kind === 'direct' && !isServiceAccount(actor.actor);
}

function bypassOf(
  findings: readonly PolicyFinding[],
  actor: ResolvedActor | undefined,
  world: PolicyWorld,
): { readonly questions: readonly AccessQuestion[]; readonly bypass: readonly BypassQuestion[] } {
  if (!mayBypass(actor, world.policies.config)) {
    return { questions: [], bypass: [] };
  }
  const names = findings
    .filter(({ enforcement }) => enforcement === 'Deny')
    .flatMap(({ policies }) => policies);
  const asked = [...new Set(names)].toSorted().slice(0, MAX_BYPASS);
  const questions = asked.map((policy) => ({
    policy,
    question: askPolicy(actor.actor, 'bypass', policy),
  }));
  return {
    questions: questions.map(({ question }) => question),
    bypass: questions.map(({ policy, question }) => ({ policy, questionId: question.id })),
  };
}

function unique<T extends { readonly id: string }>(items: readonly T[]): readonly T[] {
  return [...new Map(items.map((item) => [item.id, item])).values()];
}

function assumptions(
  judgement: NamespaceJudgement,
  actor: ResolvedActor | undefined,
): readonly Assumption[] {
  const open = actor === undefined && asksForActor(judgement);
  const all = [...judgement.assumptions, ...(open ? (['actor-not-checked'] as const) : [])];
  return [...new Set(all)].toSorted();
}

function planFor(
  request: PolicyRequest,
  extraction: Extraction,
  world: PolicyWorld,
): EvaluationPlan {
  const actor = actorOf(request, world);
  const where = gatherNamespaces(request, world);
  const judgement = joinJudgements(
    where.namespaces.map((namespace) => ({
      namespace,
      judgement: judgeNamespace(extraction, namespace, world, actor),
    })),
  );
  const use = useCheck(judgement, actor, request.namespace, world.policies.config);
  const relabel = checkRelabel(request, actor, world);
  const findings = [
    ...where.findings,
    ...unknownSources(extraction.unknown, world),
    ...judgement.findings,
    ...constraintFindings(request, judgement.placed, world),
    ...use.findings,
    ...relabel.findings,
  ].toSorted(compareFindings);
  const open = [...use.open, ...relabel.open];
  const possible = [...findings, ...open.map(({ whenRefused }) => whenRefused)];
  // What was not looked at cannot be passed.
  const bypass = bypassOf(judgement.isCut ? [] : possible, actor, world);
  return {
    findings,
    questions: unique([...use.questions, ...relabel.questions, ...bypass.questions]),
    open,
    bypass: bypass.bypass,
    assumptions: assumptions(judgement, actor),
    trusted: actor?.kind === 'trusted',
  };
}

/**
 * What policies say of an object that is to be stored (admission.md 2.8), but for what must be asked about the actor: `questions`. Ask them,
 * and `conclude`. Total on any JSON; no I/O; the same whatever order policies, stores or namespaces come in.
 */
export function evaluate(request: PolicyRequest, world: PolicyWorld): EvaluationPlan {
  if (request.operation !== 'CREATE' && request.operation !== 'UPDATE') {
    return skipped('operation');
  }
  if (leavesProjection(request, world.policies)) {
    return skipped('unchanged');
  }
  const extraction = extract(request.object);
  return extraction === undefined
    ? { ...NOTHING, findings: [unknownKind(request.object)], trusted: false }
    : planFor(request, extraction, world);
}
