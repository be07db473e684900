import { quote, type RawObject } from '../../core/api/index.ts';
import {
  type AccessAnswer,
  type AccessQuestion,
  type Actor,
  type Assumption,
  conclude,
  evaluate,
  type PolicyFinding,
  type PolicyWorld,
} from '../../core/policy/index.ts';
import { isAuthorized } from './rbac/index.ts';
import type { WorldObjects } from './objects.ts';
import { type Completeness, policyWorldOf } from './policy-world.ts';

/** What the CLI's verdict leaves open: what the evaluator says, and what only files lack. */
export type OpenPoint = Assumption | 'namespaces-unknown';

export interface Judgement {
  readonly findings: readonly PolicyFinding[];
  readonly assumptions: readonly OpenPoint[];
}

/** Judges one object as it would be created. */
export type Judge = (object: RawObject, namespace: string) => Judgement;

export interface JudgeDeps {
  readonly objects: WorldObjects;
  readonly complete: Completeness;
  /** Who would apply it; undefined: nobody in particular, and the actor axis stays open. */
  readonly actor: Actor | undefined;
}

/** Without RBAC nobody can say who has a right: the question counts as answered yes, and the verdict says so. */
function answer(question: AccessQuestion, { objects, complete }: JudgeDeps): AccessAnswer {
  if (!complete.rbac) {
    return question.verb === 'bypass' ? 'refused' : 'allowed';
  }
  return isAuthorized(objects.rbac, question) ? 'allowed' : 'refused';
}

/** A namespace that was not handed in is no fault of the object's. */
function isGap({ axis, id }: PolicyFinding, complete: Completeness): boolean {
  return axis === 'facts' && !complete.namespaces && (id === 'SPA-W001' || id === 'SPA-W004');
}

/** The policies of these objects, ready to judge others. */
export function createJudge(deps: JudgeDeps, world: PolicyWorld): Judge {
  const { actor, complete } = deps;
  return (object, namespace) => {
    const plan = evaluate(
      { operation: 'CREATE', namespace, object, ...(actor === undefined ? {} : { actor }) },
      world,
    );
    const answers = new Map(
      plan.questions.map((question) => [question.id, answer(question, deps)]),
    );
    const verdict = conclude(plan, answers);
    const gaps = verdict.findings.filter((finding) => isGap(finding, complete));
    return {
      findings: verdict.findings.filter((finding) => !gaps.includes(finding)),
      assumptions: [
        ...new Set([
          ...verdict.assumptions,
          ...(gaps.length === 0 ? [] : (['namespaces-unknown'] as const)),
          ...(plan.questions.length > 0 && !complete.rbac ? (['actor-not-checked'] as const) : []),
        ]),
      ].toSorted(),
    };
  };
}

export interface JudgedWorld {
  readonly judge: Judge;
  /** Why a policy, or the settings, do not say what they should: "SecretAccessPolicy a: spec.stores: …". */
  readonly problems: readonly string[];
}

/** Compiles a world's policies once; see createJudge. */
export function createJudgedWorld(deps: JudgeDeps): JudgedWorld {
  const world = policyWorldOf(deps.objects, deps.complete);
  const { problems, configFindings } = world.policies;
  const line = (owner: string, path: string, message: string): string =>
    `${owner}: ${path}: ${message}`;
  return {
    judge: createJudge(deps, world),
    problems: [
      ...problems.flatMap(({ policy, findings }) =>
        findings
          .filter(({ severity }) => severity === 'error')
          .map(({ path, message }) => line(`SecretAccessPolicy ${quote(policy)}`, path, message)),
      ),
      ...configFindings.map(({ path, message }) => line('SecretAccessConfig', path, message)),
    ],
  };
}

const SERVICE_ACCOUNT = /^system:serviceaccount:([^:]+):[^:]+$/u;

/** Who `--as` and `--as-group` name, with the groups that the API server adds. */
export function actorNamed(user: string | undefined, groups: readonly string[]): Actor | undefined {
  if (user === undefined) {
    return undefined;
  }
  const namespace = SERVICE_ACCOUNT.exec(user)?.[1];
  const own =
    namespace === undefined
      ? []
      : ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
  return {
    username: user,
    uid: '',
    groups: [...new Set([...groups, ...own, 'system:authenticated'])],
    extra: {},
  };
}
