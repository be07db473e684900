import {
  CONTAINERS_ANNOTATION,
  type Finding,
  type InjectionRequest,
  MOUNT_PATH_ANNOTATION,
  quote,
  type RawObject,
} from '../../core/api/index.ts';
import { objectAt, objectsAt, textAt } from '../../core/runtime/index.ts';
import { INJECTION_FINDINGS } from './finding.ts';
import { receives, receivingContainers, SECRETS_VOLUME } from './pod.ts';

/** By hand: an expression takes quadratic time for a path of slashes, and a Pod may bring a megabyte of them. */
function trimSlashes(path: string): string {
  let end = path.length;
  while (end > 1 && path[end - 1] === '/') {
    end -= 1;
  }
  return path.slice(0, end);
}

/** Containers that mount something else where the secrets are to go. */
function mountConflicts(pod: RawObject, request: InjectionRequest): readonly Finding[] {
  const { mountPath, containers } = request;
  const spec = objectAt(pod, 'spec');
  return (['initContainers', 'containers'] as const).flatMap((field) =>
    objectsAt(spec, field).flatMap((container, index) =>
      objectsAt(container, 'volumeMounts')
        .filter(
          (mount) =>
            receives(container, containers) &&
            textAt(mount, 'name') !== SECRETS_VOLUME &&
            trimSlashes(textAt(mount, 'mountPath')) === mountPath,
        )
        .map((mount) => ({
          id: INJECTION_FINDINGS.mountPathTaken,
          severity: 'error' as const,
          path: `spec.${field}[${index}].volumeMounts`,
          message: `volume ${quote(textAt(mount, 'name'))} is already mounted at ${mountPath}; choose another place with ${MOUNT_PATH_ANNOTATION}`,
        })),
    ),
  );
}

/** Names in the containers annotation that no container of the Pod has. */
function unknownContainers(pod: RawObject, request: InjectionRequest): readonly Finding[] {
  const names = receivingContainers(pod, []).map((container) => textAt(container, 'name'));
  return request.containers
    .filter((name) => !names.includes(name))
    .map((name) => ({
      id: INJECTION_FINDINGS.unknownContainer,
      severity: 'error',
      path: `metadata.annotations["${CONTAINERS_ANNOTATION}"]`,
      message: `no container ${quote(name)} can receive files; this Pod has ${names.join(', ')}`,
    }));
}

/** What of a well-formed request does not fit this Pod. The API server would refuse the result in words about us. */
export function checkRequest(pod: RawObject, request: InjectionRequest): readonly Finding[] {
  return [...unknownContainers(pod, request), ...mountConflicts(pod, request)];
}
