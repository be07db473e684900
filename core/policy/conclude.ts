import type { AccessAnswer, EvaluationPlan, PolicyFinding, PolicyVerdict } from './contract.ts';
import { compareFindings } from './create-finding.ts';

type Answers = ReadonlyMap<string, AccessAnswer>;

function answered({ open }: EvaluationPlan, answers: Answers): readonly PolicyFinding[] {
  return open.flatMap(({ questionId, whenRefused, whenFailed }) => {
    switch (answers.get(questionId)) {
      case 'allowed':
        return [];
      case 'refused':
        return [whenRefused];
      case 'failed':
      case undefined:
        return [whenFailed];
    }
  });
}

function passedPolicies({ bypass }: EvaluationPlan, answers: Answers): ReadonlySet<string> {
  return new Set(
    bypass
      .filter(({ questionId }) => answers.get(questionId) === 'allowed')
      .map(({ policy }) => policy),
  );
}

function isPassed(finding: PolicyFinding, passed: ReadonlySet<string>): boolean {
  const { enforcement, policies } = finding;
  return (
    enforcement === 'Deny' && policies.length > 0 && policies.every((name) => passed.has(name))
  );
}

function asBypassed(finding: PolicyFinding): PolicyFinding {
  return {
    ...finding,
    id: 'SPA-U005',
    severity: 'warning',
    enforcement: 'Warn',
    message: `bypassed: ${finding.message} [${finding.id}]`,
  };
}

function exemptOf(trusted: boolean, bypassed: boolean): PolicyVerdict['exempt'] {
  if (bypassed) {
    return 'bypass';
  }
  return trusted ? 'trusted' : 'none';
}

/** The verdict, from the plan and the answers to its questions. A question without an answer counts as one that failed. */
export function conclude(plan: EvaluationPlan, answers: Answers): PolicyVerdict {
  const passed = passedPolicies(plan, answers);
  const all = [...plan.findings, ...answered(plan, answers)];
  const bypassed = all.some((finding) => isPassed(finding, passed));
  const findings = all
    .map((finding) => (isPassed(finding, passed) ? asBypassed(finding) : finding))
    .toSorted(compareFindings);
  return {
    allowed: findings.every(({ enforcement }) => enforcement !== 'Deny'),
    ...(plan.skip === undefined ? {} : { skip: plan.skip }),
    findings,
    assumptions: plan.assumptions,
    exempt: exemptOf(plan.trusted, bypassed),
  };
}
