import type { RawObject } from '../../core/api/index.ts';
import { objectAt, textAt } from '../../core/runtime/index.ts';
import { abilitiesIn, policyFindings, type Validate } from '../check/index.ts';
import type { CheckFinding } from '../finding.ts';
import { actorNamed, createJudge, policyWorldOf, type WorldObjects } from '../world/index.ts';
import type { TestCase } from './suite.ts';

export interface CaseOutcome {
  readonly name: string;
  /** Why it failed; none when it passed. */
  readonly failures: readonly string[];
}

function namespaceOf(object: RawObject, fallback: string): string {
  const own = textAt(objectAt(object, 'metadata'), 'namespace');
  if (textAt(object, 'kind').startsWith('Cluster')) {
    return '';
  }
  return own === '' ? fallback : own;
}

/** Everything the webhook would say of the object. */
function judge(
  object: RawObject,
  test: TestCase,
  world: WorldObjects,
  validate: Validate,
): readonly CheckFinding[] {
  const complete = { stores: true, namespaces: true, rbac: true };
  const actor = actorNamed(test.user, test.groups);
  const ofPolicies = createJudge(
    { objects: world, complete, actor },
    policyWorldOf(world, complete),
  );
  const judgement = ofPolicies(object, namespaceOf(object, test.namespace));
  return [
    ...validate(object),
    ...abilitiesIn(world.stores)(object),
    ...policyFindings({ ...judgement, assumptions: [] }).map(({ finding }) => finding),
  ];
}

function describe({ severity, path, message, id }: CheckFinding): string {
  return `${severity}: ${path === '' ? '' : `${path}: `}${message} [${id}]`;
}

function verdictFailure(
  { allowed }: TestCase,
  findings: readonly CheckFinding[],
): readonly string[] {
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (allowed === (errors.length === 0)) {
    return [];
  }
  return allowed
    ? ['expected allowed, was denied:', ...errors.map((finding) => `  ${describe(finding)}`)]
    : ['expected denied, was allowed'];
}

function findingFailures(
  { findings: expected, exactly }: TestCase,
  found: readonly CheckFinding[],
): readonly string[] {
  const ids = found.map(({ id }) => id);
  const more = exactly ? found.filter(({ id }) => !expected.includes(id)) : [];
  return [
    ...expected
      .filter((id) => !ids.includes(id))
      .map(
        (id) =>
          `expected finding ${id}; there ${ids.length === 0 ? 'are none' : `are ${[...new Set(ids)].join(', ')}`}`,
      ),
    ...more.map((finding) => `unexpected finding: ${describe(finding)}`),
  ];
}

/** Runs a case over its objects; it passes when each of them gets what is expected. */
export function runCase(
  test: TestCase,
  objects: readonly RawObject[],
  world: WorldObjects,
  validate: Validate,
): CaseOutcome {
  const failures = objects.flatMap((object) => {
    const findings = judge(object, test, world, validate);
    return [...verdictFailure(test, findings), ...findingFailures(test, findings)];
  });
  return {
    name: test.name,
    failures: objects.length === 0 ? [`${test.file} has no object`] : failures,
  };
}
