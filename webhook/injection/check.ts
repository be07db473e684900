import { isDeepStrictEqual } from 'node:util';
import {
  CONTAINER_PATCH_ANNOTATION,
  CONTAINERS_ANNOTATION,
  ENV_ANNOTATION,
  type Finding,
  type InjectionRequest,
  MOUNT_PATH_ANNOTATION,
  POSITION_ANNOTATION,
  quote,
  type RawObject,
  RELOAD_ANNOTATION,
} from '../../core/api/index.ts';
import { objectAt, objectsAt, textAt } from '../../core/runtime/index.ts';
import { sharedUser } from './access.ts';
import { envEntries } from './env.ts';
import { INJECTION_FINDINGS } from './finding.ts';
import type { InjectionPlan } from './plan.ts';
import {
  ownInitContainers,
  receives,
  type Receivers,
  receivingContainers,
  SECRETS_VOLUME,
} from './pod.ts';

function annotationPath(annotation: string): string {
  return `metadata.annotations["${annotation}"]`;
}

function receiversOf({ containers, sidecar }: InjectionRequest): Receivers {
  return { containers, position: sidecar.position };
}

/** By hand: an expression takes quadratic time for a path of slashes, and a Pod may bring a megabyte of them. */
function trimSlashes(path: string): string {
  let end = path.length;
  while (end > 1 && path[end - 1] === '/') {
    end -= 1;
  }
  return path.slice(0, end);
}

/** What `look` finds in each container that receives, with the container's path. */
function inReceivers(
  pod: RawObject,
  request: InjectionRequest,
  look: (container: RawObject, path: string) => readonly Finding[],
): readonly Finding[] {
  const spec = objectAt(pod, 'spec');
  return (['initContainers', 'containers'] as const).flatMap((field) =>
    objectsAt(spec, field).flatMap((container, index) =>
      receives(container, receiversOf(request)) ? look(container, `spec.${field}[${index}]`) : [],
    ),
  );
}

/** Containers that mount something else where the secrets are to go. */
function mountConflicts(pod: RawObject, request: InjectionRequest): readonly Finding[] {
  const { mountPath } = request;
  return inReceivers(pod, request, (container, path) =>
    objectsAt(container, 'volumeMounts')
      .filter(
        (mount) =>
          textAt(mount, 'name') !== SECRETS_VOLUME &&
          trimSlashes(textAt(mount, 'mountPath')) === mountPath,
      )
      .map((mount) => ({
        id: INJECTION_FINDINGS.mountPathTaken,
        severity: 'error' as const,
        path: `${path}.volumeMounts`,
        message: `volume ${quote(textAt(mount, 'name'))} is already mounted at ${mountPath}; choose another place with ${MOUNT_PATH_ANNOTATION}`,
      })),
  );
}

/** Containers that have such a variable already, with another value. */
function variableConflicts(pod: RawObject, request: InjectionRequest): readonly Finding[] {
  const ours = new Map(envEntries(request.env).map((entry) => [textAt(entry, 'name'), entry]));
  return inReceivers(pod, request, (container, path) =>
    objectsAt(container, 'env')
      .filter((entry) => {
        const wanted = ours.get(textAt(entry, 'name'));
        return wanted !== undefined && !isDeepStrictEqual(wanted, entry);
      })
      .map((entry) => ({
        id: INJECTION_FINDINGS.variableTaken,
        severity: 'error' as const,
        path: `${path}.env`,
        message: `variable ${textAt(entry, 'name')} is set already; remove it here or from ${ENV_ANNOTATION}`,
      })),
  );
}

/** Names in the containers annotation that no container of the Pod has. */
function unknownContainers(pod: RawObject, request: InjectionRequest): readonly Finding[] {
  const everyone = { ...receiversOf(request), containers: [] };
  const names = receivingContainers(pod, everyone).map((container) => textAt(container, 'name'));
  return request.containers
    .filter((name) => !names.includes(name))
    .map((name) => ({
      id: INJECTION_FINDINGS.unknownContainer,
      severity: 'error',
      path: annotationPath(CONTAINERS_ANNOTATION),
      message: `no container ${quote(name)} can receive files; this Pod has ${names.join(', ')}`,
    }));
}

/** An init container to come after that the Pod does not have. */
function unknownPosition(pod: RawObject, request: InjectionRequest): readonly Finding[] {
  const { position } = request.sidecar;
  const names = ownInitContainers(pod).map((each) => textAt(each, 'name'));
  if (position.kind !== 'after' || names.includes(position.name)) {
    return [];
  }
  const has = names.length === 0 ? 'no init containers' : names.join(', ');
  return [
    {
      id: INJECTION_FINDINGS.unknownContainer,
      severity: 'error',
      path: annotationPath(POSITION_ANNOTATION),
      message: `no init container ${quote(position.name)} to come after; this Pod has ${has}`,
    },
  ];
}

/** Signals reach only processes of a shared namespace, and only those of the sidecar's own user. */
function signalProblems(pod: RawObject, request: InjectionRequest): readonly Finding[] {
  if (request.reload.hooks.every(({ kind }) => kind !== 'signal')) {
    return [];
  }
  const { shareProcessNamespace, hostPID } = objectAt(pod, 'spec');
  if (shareProcessNamespace === false || hostPID === true) {
    const field = hostPID === true ? 'hostPID' : 'shareProcessNamespace';
    const message = `signals reach only processes of the Pod's own shared namespace; remove this field, or reload by HTTP in ${RELOAD_ANNOTATION}`;
    const id = INJECTION_FINDINGS.processesApart;
    return [{ id, severity: 'error', path: `spec.${field}`, message }];
  }
  return sharedUser(pod, receiversOf(request)) === undefined
    ? [
        {
          id: INJECTION_FINDINGS.processesOfOthers,
          severity: 'warning',
          path: 'spec.securityContext.runAsUser',
          message:
            "the containers declare no common user but root, so the sidecar may not be allowed to signal their processes; set it to the application's user",
        },
      ]
    : [];
}

/**
 * What of a well-formed request does not fit this Pod; with an error it cannot be injected. The API server would refuse the
 * result in words about us.
 */
export function checkRequest(pod: RawObject, request: InjectionRequest): readonly Finding[] {
  return [
    ...unknownContainers(pod, request),
    ...unknownPosition(pod, request),
    ...mountConflicts(pod, request),
    ...variableConflicts(pod, request),
    ...signalProblems(pod, request),
  ];
}

const IDENTITY_FIELDS = ['name', 'image', 'restartPolicy'] as const;

/** A patch may change how the sidecar runs, not what it is. `bare` is the plan without the patch. */
export function checkPatched(plan: InjectionPlan, bare: InjectionPlan): readonly Finding[] {
  const ours = (each: InjectionPlan): readonly RawObject[] => [
    ...each.initContainers,
    ...each.containers,
  ];
  const before = ours(bare);
  const changed = IDENTITY_FIELDS.filter((field) =>
    ours(plan).some((container, index) => container[field] !== before[index]?.[field]),
  );
  return changed.map((field) => patchProblem(`changes ${field}, which it may not`));
}

export function patchProblem(message: string): Finding {
  return {
    id: INJECTION_FINDINGS.patchDoesNotApply,
    severity: 'error',
    path: annotationPath(CONTAINER_PATCH_ANNOTATION),
    message,
  };
}
