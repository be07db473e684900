import { objectAt, objectsAt, textAt } from '../../core/runtime/index.ts';
import { ACKNOWLEDGE_DIRECTORY, type RawObject, STATUS_ANNOTATION } from '../../core/api/index.ts';
import type { InjectionPlan } from './plan.ts';
import {
  ACKNOWLEDGE_VOLUME,
  annotationsOf,
  isOurs,
  ownInitContainers,
  receives,
  SECRETS_VOLUME,
  sidecarIndex,
} from './pod.ts';

const DEFAULT_CONTAINER_ANNOTATION = 'kubectl.kubernetes.io/default-container';

/** The list with this item in the place of its namesake, or at the end. */
function put(list: readonly RawObject[], item: RawObject): readonly RawObject[] {
  const name = textAt(item, 'name');
  const index = list.findIndex((each) => textAt(each, 'name') === name);
  return index === -1 ? [...list, item] : list.with(index, item);
}

function mountsFor(plan: InjectionPlan): readonly RawObject[] {
  const files = { name: SECRETS_VOLUME, mountPath: plan.mountPath, readOnly: true };
  return plan.acknowledges
    ? [files, { name: ACKNOWLEDGE_VOLUME, mountPath: ACKNOWLEDGE_DIRECTORY }]
    : [files];
}

function withSecrets(container: RawObject, plan: InjectionPlan): RawObject {
  const volumeMounts = mountsFor(plan).reduce(put, objectsAt(container, 'volumeMounts'));
  return plan.env.length === 0
    ? { ...container, volumeMounts }
    : { ...container, env: plan.env.reduce(put, objectsAt(container, 'env')), volumeMounts };
}

function served(containers: readonly RawObject[], plan: InjectionPlan): readonly RawObject[] {
  const receivers = { containers: plan.receivers, position: plan.position };
  return containers.map((container) =>
    receives(container, receivers) ? withSecrets(container, plan) : container,
  );
}

/**
 * Containers of this very plan stay as they are: LimitRanges and other webhooks completed them since, and the API server would
 * refuse a Pod from which that is taken away again.
 */
function kept(
  pod: RawObject,
  plan: InjectionPlan,
  field: 'initContainers' | 'containers',
): readonly RawObject[] {
  const isSamePlan = annotationsOf(pod)[STATUS_ANNOTATION] === plan.status;
  const present = objectsAt(objectAt(pod, 'spec'), field);
  return plan[field].map(
    (wanted) =>
      (isSamePlan
        ? present.find((each) => textAt(each, 'name') === textAt(wanted, 'name'))
        : undefined) ?? wanted,
  );
}

function initContainersOf(pod: RawObject, plan: InjectionPlan): readonly RawObject[] {
  const others = ownInitContainers(pod);
  const index = sidecarIndex(others, plan.position);
  return [
    ...others.slice(0, index),
    ...kept(pod, plan, 'initContainers'),
    ...served(others.slice(index), plan),
  ];
}

function containersOf(pod: RawObject, plan: InjectionPlan): readonly RawObject[] {
  const others = objectsAt(objectAt(pod, 'spec'), 'containers').filter((each) => !isOurs(each));
  return [...served(others, plan), ...kept(pod, plan, 'containers')];
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
      ...(plan.sharesProcesses ? { shareProcessNamespace: true } : {}),
      initContainers: initContainersOf(pod, plan),
      containers: containersOf(pod, plan),
      volumes: plan.volumes.reduce(put, objectsAt(spec, 'volumes')),
    },
  };
}
