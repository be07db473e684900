import { objectAt, objectsAt, textAt } from '../../core/runtime/index.ts';
import {
  type Finding,
  type Parsed,
  parseInjection,
  type InjectionRequest,
  type RawObject,
  INJECT_ANNOTATION,
  STATUS_ANNOTATION,
} from '../../core/api/index.ts';
import { INJECTION_FINDINGS } from './finding.ts';
import { annotationsOf, isOurs, OUR_CONTAINERS, OUR_VOLUMES } from './pod.ts';

const MIRROR_ANNOTATION = 'kubernetes.io/config.mirror';
const SYSTEM_NAMESPACES: readonly string[] = ['kube-system', 'kube-public', 'kube-node-lease'];

/** Why a Pod that may have asked gets no sidecar. */
export type SkipReason =
  'not-opted-in' | 'host-network' | 'mirror-pod' | 'already-injected' | 'system-namespace';

export type InjectionDecision =
  | { readonly inject: true; readonly request: InjectionRequest }
  | { readonly inject: false; readonly reason: SkipReason };

/** Where a Pod goes and what the webhook keeps its hands off. */
export interface InjectionPlace {
  /** Of the request: a new Pod's own metadata may not say it yet. */
  readonly namespace: string;
  /** The webhook's own. */
  readonly ownNamespace: string;
}

/** A Pod that bears our names without our status annotation was given its sidecar by hand. */
function isInjectedByHand(pod: RawObject): boolean {
  const spec = objectAt(pod, 'spec');
  const isNamed = [...objectsAt(spec, 'initContainers'), ...objectsAt(spec, 'containers')].some(
    isOurs,
  );
  return (
    isNamed || objectsAt(spec, 'volumes').some((each) => OUR_VOLUMES.includes(textAt(each, 'name')))
  );
}

function skipReason(pod: RawObject, place: InjectionPlace): SkipReason | undefined {
  const annotations = annotationsOf(pod);
  if (MIRROR_ANNOTATION in annotations) {
    return 'mirror-pod';
  }
  if (place.namespace === place.ownNamespace || SYSTEM_NAMESPACES.includes(place.namespace)) {
    return 'system-namespace';
  }
  if (objectAt(pod, 'spec')['hostNetwork'] === true) {
    return 'host-network';
  }
  return !(STATUS_ANNOTATION in annotations) && isInjectedByHand(pod)
    ? 'already-injected'
    : undefined;
}

/**
 * Should this Pod get a sidecar, and if not, why not. Not ok: it asks in words we do not understand, which is never
 * held against a Pod of the system.
 */
export function decideInjection(pod: RawObject, place: InjectionPlace): Parsed<InjectionDecision> {
  const annotations = annotationsOf(pod);
  const reason = skipReason(pod, place);
  if (reason !== undefined) {
    const asked = annotations[INJECT_ANNOTATION] === 'true';
    return { ok: true, value: { inject: false, reason: asked ? reason : 'not-opted-in' } };
  }
  const parsed = parseInjection(annotations);
  if (!parsed.ok) {
    return parsed;
  }
  return {
    ok: true,
    value:
      parsed.value === undefined
        ? { inject: false, reason: 'not-opted-in' }
        : { inject: true, request: parsed.value },
  };
}

const EXPLANATIONS: Readonly<Record<Exclude<SkipReason, 'not-opted-in'>, string>> = {
  'host-network': "no sidecar: the Pod runs in its node's network (spec.hostNetwork)",
  'mirror-pod': 'no sidecar: this is a mirror of a static Pod',
  'already-injected': `no sidecar: the Pod already has a container or volume named ${[...OUR_CONTAINERS, ...OUR_VOLUMES].join(', ')}`,
  'system-namespace': "no sidecar: Pods of system namespaces and of Sallyport's own get none",
};

/** A Pod that asked and got nothing is told why. */
export function explainSkip(reason: SkipReason): readonly Finding[] {
  return reason === 'not-opted-in'
    ? []
    : [
        {
          id: INJECTION_FINDINGS.skipped,
          severity: 'warning',
          path: '',
          message: EXPLANATIONS[reason],
        },
      ];
}
