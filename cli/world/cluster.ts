import type { RawObject } from '../../core/api/index.ts';
import { type KubernetesApi, type Resource } from '../../core/kube/index.ts';
import { AppError } from '../../core/runtime/index.ts';
import { groupOf, WORLD_KINDS, type WorldPart } from './kinds.ts';
import { sortOut, type WorldObjects } from './objects.ts';

export interface ClusterReading {
  readonly objects: WorldObjects;
  /** Kinds that are not installed: "SecretAccessPolicy". */
  readonly absentKinds: readonly string[];
}

/** Items of a list may come without what every other object says of itself. */
function withKind(object: RawObject, { group, version, kind }: Resource): RawObject {
  const apiVersion = group === '' ? version : `${group}/${version}`;
  return {
    ...object,
    apiVersion: groupOf(object) === group ? object['apiVersion'] : apiVersion,
    kind,
  };
}

/** Every object of a kind; undefined when the cluster does not have the kind. */
async function listKind(
  api: KubernetesApi,
  resource: Resource,
  signal: AbortSignal,
): Promise<readonly RawObject[] | undefined> {
  try {
    const objects = await api.list(resource, {}, signal);
    return objects.map((object) => withKind(object, resource));
  } catch (error) {
    if (error instanceof AppError && error.code === 'KUBE_NOT_FOUND') {
      return undefined;
    }
    if (error instanceof AppError && error.code === 'KUBE_FORBIDDEN') {
      const name = [resource.plural, resource.group].filter((part) => part !== '').join('.');
      throw new AppError('KUBE_FORBIDDEN', `${error.message}; it takes the right to list ${name}`, {
        cause: error,
      });
    }
    throw error;
  }
}

/** Reads these parts of a cluster. `onKind` hears of each kind before it is read. KUBE_ codes for what cannot be read. */
export async function readCluster(
  api: KubernetesApi,
  parts: readonly WorldPart[],
  onKind: (plural: string) => void,
  signal: AbortSignal,
): Promise<ClusterReading> {
  const found: RawObject[] = [];
  const absentKinds: string[] = [];
  for (const { resource } of WORLD_KINDS.filter(({ part }) => parts.includes(part))) {
    onKind(resource.plural);
    const objects = await listKind(api, resource, signal);
    if (objects === undefined) {
      absentKinds.push(resource.kind);
    } else {
      found.push(...objects);
    }
  }
  return { objects: sortOut(found), absentKinds };
}
