import type { Finding, RawObject } from '../../core/api/index.ts';
import type { AdmissionRequest } from '../admission/request.ts';
import type { MutatingHandler, Mutation } from '../admission/handler.ts';
import { applyInjection } from './apply.ts';
import { decideInjection, explainSkip, type InjectionPlace } from './decide.ts';
import { checkRequest } from './check.ts';
import { type InjectionDefaults, planInjection } from './plan.ts';

function unchanged(object: RawObject, findings: readonly Finding[]): Mutation {
  return { object, findings };
}

/** Decide, plan, apply: the Pod as the webhook would let it in, or itself, and what there is to say. */
export function injectPod(
  pod: RawObject,
  place: InjectionPlace,
  defaults: InjectionDefaults,
): Mutation {
  const decision = decideInjection(pod, place);
  if (!decision.ok) {
    return unchanged(pod, decision.findings);
  }
  if (!decision.value.inject) {
    return unchanged(pod, explainSkip(decision.value.reason));
  }
  const { request } = decision.value;
  const conflicts = checkRequest(pod, request);
  return conflicts.length > 0
    ? unchanged(pod, conflicts)
    : { object: applyInjection(pod, planInjection(pod, request, defaults)), findings: [] };
}

export interface InjectionHandlerDeps {
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
    async mutate({ namespace }, pod) {
      const place = { namespace, ownNamespace: deps.ownNamespace };
      return injectPod(pod, place, deps.defaultsFor(namespace));
    },
  };
}
