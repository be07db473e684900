import { objectAt, objectsAt, textAt } from '../../core/runtime/index.ts';
import type { RawObject, SidecarPosition } from '../../core/api/index.ts';

/** Names of what we put into a Pod. */
export const SIDECAR_NAME = 'sallyport';
/** The first of a pair, where a sidecar cannot be an init container. */
export const INIT_NAME = 'sallyport-init';
export const SECRETS_VOLUME = 'sallyport-secrets';
export const TOKEN_VOLUME = 'sallyport-token';
export const ACKNOWLEDGE_VOLUME = 'sallyport-acknowledge';
export const ENV_VOLUME = 'sallyport-env';

export const OUR_CONTAINERS: readonly string[] = [SIDECAR_NAME, INIT_NAME];
export const OUR_VOLUMES: readonly string[] = [
  SECRETS_VOLUME,
  TOKEN_VOLUME,
  ACKNOWLEDGE_VOLUME,
  ENV_VOLUME,
];

/** Sidecars of meshes: they carry the network, so they start before ours; they receive no secrets. */
const MESH_CONTAINERS: readonly string[] = [
  'istio-init',
  'istio-validation',
  'istio-proxy',
  'linkerd-init',
  'linkerd-network-validator',
  'linkerd-proxy',
];

/** Who sees the files: the containers named (none means all), as far as the sidecar comes before them. */
export interface Receivers {
  readonly containers: readonly string[];
  readonly position: SidecarPosition;
}

export function annotationsOf(pod: RawObject): Readonly<Record<string, string>> {
  const entries = Object.entries(objectAt(objectAt(pod, 'metadata'), 'annotations'));
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function isMesh(container: RawObject): boolean {
  return MESH_CONTAINERS.includes(textAt(container, 'name'));
}

export function isOurs(container: RawObject): boolean {
  return OUR_CONTAINERS.includes(textAt(container, 'name'));
}

/** Where the sidecar goes among the Pod's own init containers. */
export function sidecarIndex(
  initContainers: readonly RawObject[],
  position: SidecarPosition,
): number {
  switch (position.kind) {
    case 'first':
      return 0;
    case 'last':
      return initContainers.length;
    case 'after-mesh':
      return initContainers.findLastIndex(isMesh) + 1;
    case 'after':
      return initContainers.findIndex((each) => textAt(each, 'name') === position.name) + 1;
  }
}

/** May the secrets be mounted here? In containers of the Pod's own, or those of them that are named; never a mesh's. */
export function receives(container: RawObject, { containers }: Receivers): boolean {
  const isChosen = containers.length === 0 || containers.includes(textAt(container, 'name'));
  return isChosen && !isMesh(container) && !isOurs(container);
}

/** The init containers that are not ours. */
export function ownInitContainers(pod: RawObject): readonly RawObject[] {
  return objectsAt(objectAt(pod, 'spec'), 'initContainers').filter((each) => !isOurs(each));
}

/** The containers that get the secrets: the application's, and init containers behind the sidecar. */
export function receivingContainers(pod: RawObject, receivers: Receivers): readonly RawObject[] {
  const initContainers = ownInitContainers(pod);
  return [
    ...initContainers.slice(sidecarIndex(initContainers, receivers.position)),
    ...objectsAt(objectAt(pod, 'spec'), 'containers'),
  ].filter((container) => receives(container, receivers));
}
