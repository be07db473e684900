import type {
  AccessAnswer,
  EvaluationPlan,
  PolicyFinding,
  PolicyVerdict,
} from '../../core/policy/index.ts';
import type { Judgement } from '../admission/handler.ts';
import type { AdmissionRequest } from '../admission/request.ts';

/** A judgement carries findings of the two kinds that are said; those of Audit go to the audit log and the metrics. */
export function isSaid({ enforcement }: PolicyFinding): boolean {
  return enforcement !== 'Audit';
}

/** Is the refusal only for want of an answer? Then it is 503 and not 403: the same request may pass in a moment. */
function isUnanswered(
  plan: EvaluationPlan,
  answers: ReadonlyMap<string, AccessAnswer>,
  verdict: PolicyVerdict,
): boolean {
  const unanswered = new Set(
    plan.open
      .filter(({ questionId }) => (answers.get(questionId) ?? 'failed') === 'failed')
      .map(({ whenFailed }) => whenFailed),
  );
  return verdict.findings
    .filter(({ enforcement }) => enforcement === 'Deny')
    .every((finding) => unanswered.has(finding));
}

function violations(findings: readonly PolicyFinding[]): string {
  return findings
    .map(({ id, path, enforcement, policies }) =>
      [`${id} ${enforcement}`, path, policies.join(',')].filter((part) => part !== '').join(' '),
    )
    .join('; ');
}

/** For whom the right was asked, where it was not the one who asks: a service account that a deployer stands for. */
function resolvedActor(plan: EvaluationPlan, request: AdmissionRequest): string | undefined {
  return plan.questions.find(({ user }) => user !== request.userInfo.username)?.user;
}

/** What the audit log gets of findings: ids, fields and policies, never a key (admission.md 1.5). */
export function auditOfFindings(
  findings: readonly PolicyFinding[],
): Readonly<Record<string, string>> {
  const policies = [...new Set(findings.flatMap((finding) => finding.policies))].toSorted();
  const isDenied = findings.some(({ enforcement }) => enforcement === 'Deny');
  return findings.length === 0
    ? {}
    : {
        decision: isDenied ? 'deny' : 'allow',
        ...(policies.length === 0 ? {} : { policies: policies.join(',') }),
        'audit-violations': violations(findings),
      };
}

/** Nothing of an object nobody minds, so that audit logs stay small. */
function auditOf(
  request: AdmissionRequest,
  plan: EvaluationPlan,
  { findings, exempt }: PolicyVerdict,
): Readonly<Record<string, string>> {
  if (findings.length === 0 && exempt === 'none') {
    return {};
  }
  const actor = resolvedActor(plan, request);
  return {
    ...auditOfFindings(findings),
    ...(exempt === 'none' ? {} : { exempt }),
    ...(actor === undefined ? {} : { 'actor-resolved-as': actor }),
  };
}

/** The evaluator's verdict in the words of the admission chain. */
export function judgementOf(
  request: AdmissionRequest,
  plan: EvaluationPlan,
  answers: ReadonlyMap<string, AccessAnswer>,
  verdict: PolicyVerdict,
): Judgement {
  return {
    findings: verdict.findings.filter(isSaid),
    code: !verdict.allowed && isUnanswered(plan, answers, verdict) ? 503 : 403,
    audit: auditOf(request, plan, verdict),
  };
}
