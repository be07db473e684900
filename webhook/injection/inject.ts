import type { Finding, InjectionRequest, RawObject } from '../../core/api/index.ts';
import { AppError } from '../../core/runtime/index.ts';
import type { AdmissionRequest } from '../admission/request.ts';
import type { MutatingHandler, Mutation } from '../admission/handler.ts';
import { applyInjection } from './apply.ts';
import { decideInjection, explainSkip, type InjectionPlace } from './decide.ts';
import { checkPatched, checkRequest, patchProblem } from './check.ts';
import type { RightsCheck } from './rights.ts';
import { type InjectionDefaults, type InjectionPlan, planInjection } from './plan.ts';

function unchanged(object: RawObject, findings: readonly Finding[]): Mutation {
  return { object, findings };
}

/** The plan, or why the container's patch cannot be in it. */
function planPatched(
  pod: RawObject,
  request: InjectionRequest,
  defaults: InjectionDefaults,
): InjectionPlan | readonly Finding[] {
  try {
    const plan = planInjection(pod, request, defaults);
    const unpatched = { ...request, sidecar: { ...request.sidecar, patch: [] } };
    const problems = checkPatched(plan, planInjection(pod, unpatched, defaults));
    return problems.length === 0 ? plan : problems;
  } catch (error) {
    if (error instanceof AppError && error.code === 'SPEC_INVALID') {
      return [patchProblem(error.message)];
    }
    throw error;
  }
}

function inject(pod: RawObject, request: InjectionRequest, defaults: InjectionDefaults): Mutation {
  const findings = checkRequest(pod, request);
  if (findings.some(({ severity }) => severity === 'error')) {
    return unchanged(pod, findings);
  }
  const plan = planPatched(pod, request, defaults);
  return 'status' in plan
    ? { object: applyInjection(pod, plan), findings }
    : unchanged(pod, [...findings, ...plan]);
}

/** Decide, plan, apply: the whole of injection, as a function. */
export function injectPod(
  pod: RawObject,
  place: InjectionPlace,
  defaults: InjectionDefaults,
): Mutation {
  const decision = decideInjection(pod, place);
  if (!decision.ok) {
    return unchanged(pod, decision.findings);
  }
  return decision.value.inject
    ? inject(pod, decision.value.request, defaults)
    : unchanged(pod, explainSkip(decision.value.reason));
}

/** What the Pod asks for, where it is given something. */
function requestOf(pod: RawObject, place: InjectionPlace): InjectionRequest | undefined {
  const decision = decideInjection(pod, place);
  return decision.ok && decision.value.inject ? decision.value.request : undefined;
}

export interface InjectionHandlerDeps {
  readonly rights: RightsCheck;
  readonly ownNamespace: string;
  readonly defaultsFor: (namespace: string) => InjectionDefaults;
}

/** Gives the sidecar to new Pods that ask for it. */
export function createInjectionHandler(deps: InjectionHandlerDeps): MutatingHandler {
  return {
    name: 'injection',
    handles({ kind, subResource, operation }: AdmissionRequest) {
      return (
        kind.group === '' && kind.kind === 'Pod' && subResource === '' && operation === 'CREATE'
      );
    },
    async mutate({ namespace }, pod, signal) {
      const place = { namespace, ownNamespace: deps.ownNamespace };
      const defaults = deps.defaultsFor(namespace);
      const mutation = injectPod(pod, place, defaults);
      const request = requestOf(pod, place);
      if (mutation.object === pod || request === undefined) {
        return mutation;
      }
      const writes = request.nativeSecret && !defaults.controllerServes;
      const missing = await deps.rights(pod, namespace, { request, writes }, signal);
      return { ...mutation, findings: [...mutation.findings, ...missing] };
    },
  };
}
