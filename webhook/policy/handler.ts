import { ESO_GROUP } from '../../core/api/index.ts';
import { conclude, type PolicyFinding, type PolicyRequest } from '../../core/policy/index.ts';
import type { AccessClient } from '../access/index.ts';
import type { ValidatingHandler } from '../admission/handler.ts';
import type { AdmissionRequest } from '../admission/request.ts';
import { judgementOf } from './judgement.ts';
import { evaluateLive, type EvaluatorDeps } from './world.ts';

const KINDS: readonly string[] = [
  'ExternalSecret',
  'ClusterExternalSecret',
  'PushSecret',
  'ClusterPushSecret',
  'SecretStore',
  'ClusterSecretStore',
];

export interface PolicyHandlerDeps extends EvaluatorDeps {
  readonly access: AccessClient;
  readonly onFindings: (findings: readonly PolicyFinding[]) => void;
}

function handles({ kind, subResource, operation }: AdmissionRequest): boolean {
  return (
    kind.group === ESO_GROUP &&
    KINDS.includes(kind.kind) &&
    subResource === '' &&
    (operation === 'CREATE' || operation === 'UPDATE')
  );
}

/** The question of the evaluator; undefined where there is no object to judge. */
export function policyRequest(request: AdmissionRequest): PolicyRequest | undefined {
  const { operation, userInfo, namespace, object, oldObject } = request;
  return object === undefined
    ? undefined
    : {
        operation,
        actor: userInfo,
        namespace,
        object,
        ...(oldObject === undefined ? {} : { oldObject }),
      };
}

/** What the policies in force say of an object that names stores and keys, or is a store (admission.md 2.8). */
export function createPolicyHandler(deps: PolicyHandlerDeps): ValidatingHandler {
  return {
    name: 'policy',
    handles,
    async judge(request, signal) {
      const asked = policyRequest(request);
      if (asked === undefined) {
        return { findings: [], code: 403, audit: {} };
      }
      const plan = await evaluateLive(asked, deps, signal);
      const answers = await deps.access.answer(plan.questions, request.budgetMs, signal);
      const verdict = conclude(plan, answers);
      deps.onFindings(verdict.findings);
      return judgementOf(request, plan, answers, verdict);
    },
  };
}
