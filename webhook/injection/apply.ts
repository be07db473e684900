import { objectAt, objectsAt, textAt } from '../../core/runtime/index.ts';
import { type RawObject, STATUS_ANNOTATION } from '../../core/api/index.ts';
import type { InjectionPlan } from './plan.ts';
import { annotationsOf, receives, SECRETS_VOLUME, SIDECAR_NAME, sidecarIndex } from './pod.ts';

const DEFAULT_CONTAINER_ANNOTATION = 'kubectl.kubernetes.io/default-container';

/** The list with this item in the place of its namesake, or at the end. */
function put(list: readonly RawObject[], item: RawObject): readonly RawObject[] {
  const name = textAt(item, 'name');
  const index = list.findIndex((each) => textAt(each, 'name') === name);
  return index === -1 ? [...list, item] : list.with(index, item);
}

function withMount(container: RawObject, mountPath: string): RawObject {
  const mount = { name: SECRETS_VOLUME, mountPath, readOnly: true };
  return { ...container, volumeMounts: put(objectsAt(container, 'volumeMounts'), mount) };
}

function mounted(containers: readonly RawObject[], plan: InjectionPlan): readonly RawObject[] {
  return containers.map((container) =>
    receives(container, plan.containers) ? withMount(container, plan.mountPath) : container,
  );
}

/**
 * The sidecar of this very plan stays as it is: LimitRanges and other webhooks completed it since, and the API server would
 * refuse a Pod from which that is taken away again.
 */
function sidecarOf(pod: RawObject, plan: InjectionPlan): RawObject {
  const present = objectsAt(objectAt(pod, 'spec'), 'initContainers').find(
    (each) => textAt(each, 'name') === SIDECAR_NAME,
  );
  return annotationsOf(pod)[STATUS_ANNOTATION] === plan.status && present !== undefined
    ? present
    : plan.container;
}

function withSidecar(pod: RawObject, plan: InjectionPlan): readonly RawObject[] {
  const others = objectsAt(objectAt(pod, 'spec'), 'initContainers').filter(
    (each) => textAt(each, 'name') !== SIDECAR_NAME,
  );
  const index = sidecarIndex(others);
  return [...others.slice(0, index), sidecarOf(pod, plan), ...mounted(others.slice(index), plan)];
}

/** `kubectl logs` and `exec` go on meaning the application. */
function withAnnotations(pod: RawObject, plan: InjectionPlan): RawObject {
  const application = textAt(objectsAt(objectAt(pod, 'spec'), 'containers')[0] ?? {}, 'name');
  return {
    [DEFAULT_CONTAINER_ANNOTATION]: application,
    ...annotationsOf(pod),
    [STATUS_ANNOTATION]: plan.status,
  };
}

/** The Pod with the plan in it, as a copy. Applying it twice is applying it once; what we do not know stays as it was. */
export function applyInjection(pod: RawObject, plan: InjectionPlan): RawObject {
  const spec = objectAt(pod, 'spec');
  return {
    ...pod,
    metadata: { ...objectAt(pod, 'metadata'), annotations: withAnnotations(pod, plan) },
    spec: {
      ...spec,
      initContainers: withSidecar(pod, plan),
      containers: mounted(objectsAt(spec, 'containers'), plan),
      volumes: plan.volumes.reduce(put, objectsAt(spec, 'volumes')),
    },
  };
}
