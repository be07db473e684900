import { objectAt, objectsAt, textAt } from '../../core/runtime/index.ts';
import type { RawObject } from '../../core/api/index.ts';

/** Names of what we put into a Pod. */
export const SIDECAR_NAME = 'sallyport';
export const SECRETS_VOLUME = 'sallyport-secrets';
export const TOKEN_VOLUME = 'sallyport-token';

/** Sidecars of meshes: they carry the network, so they start before ours; they receive no secrets. */
const MESH_CONTAINERS: readonly string[] = [
  'istio-init',
  'istio-validation',
  'istio-proxy',
  'linkerd-init',
  'linkerd-network-validator',
  'linkerd-proxy',
];

export function annotationsOf(pod: RawObject): Readonly<Record<string, string>> {
  const entries = Object.entries(objectAt(objectAt(pod, 'metadata'), 'annotations'));
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function isMesh(container: RawObject): boolean {
  return MESH_CONTAINERS.includes(textAt(container, 'name'));
}

/** Where the sidecar goes among the init containers: after the last mesh container, before all others. */
export function sidecarIndex(initContainers: readonly RawObject[]): number {
  return initContainers.findLastIndex(isMesh) + 1;
}

/**
 * May the secrets be mounted here? Every container of the Pod's own, or those of them that `names` lists; mesh containers
 * and the sidecar never.
 */
export function receives(container: RawObject, names: readonly string[]): boolean {
  const name = textAt(container, 'name');
  const isChosen = names.length === 0 || names.includes(name);
  return isChosen && !isMesh(container) && name !== SIDECAR_NAME;
}

/** The containers that get the secrets: the application's, and init containers behind the sidecar. */
export function receivingContainers(
  pod: RawObject,
  names: readonly string[],
): readonly RawObject[] {
  const spec = objectAt(pod, 'spec');
  const initContainers = objectsAt(spec, 'initContainers');
  return [
    ...initContainers.slice(sidecarIndex(initContainers)),
    ...objectsAt(spec, 'containers'),
  ].filter((container) => receives(container, names));
}
