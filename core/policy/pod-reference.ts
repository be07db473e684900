import type { RawObject } from '../api/index.ts';
import { type JsonObject, objectAt, objectsAt, textAt } from '../runtime/index.ts';

/** A place of a Pod that gives it a Secret. */
export interface SecretReference {
  readonly path: string;
  readonly name: string;
}

/** Volumes that take a Secret's name, by the path to it below the volume. */
const VOLUME_MEMBERS = [
  ['secret', 'secretName'],
  ['azureFile', 'secretName'],
  ['csi', 'nodePublishSecretRef', 'name'],
  ['flexVolume', 'secretRef', 'name'],
  ['cephfs', 'secretRef', 'name'],
  ['rbd', 'secretRef', 'name'],
  ['iscsi', 'secretRef', 'name'],
  ['scaleIO', 'secretRef', 'name'],
  ['storageos', 'secretRef', 'name'],
] as const;

function named(
  owner: JsonObject,
  members: readonly string[],
  path: string,
): readonly SecretReference[] {
  const last = members.at(-1) ?? '';
  const holder = members.slice(0, -1).reduce<JsonObject>(objectAt, owner);
  const name = textAt(holder, last);
  return name === '' ? [] : [{ path: [path, ...members].join('.'), name }];
}

function ofVolume(volume: JsonObject, path: string): readonly SecretReference[] {
  const sources = objectsAt(objectAt(volume, 'projected'), 'sources');
  return [
    ...VOLUME_MEMBERS.flatMap((members) => named(volume, members, path)),
    ...sources.flatMap((source, index) =>
      named(source, ['secret', 'name'], `${path}.projected.sources[${index}]`),
    ),
  ];
}

function ofContainer(container: JsonObject, path: string): readonly SecretReference[] {
  return [
    ...objectsAt(container, 'env').flatMap((variable, index) =>
      named(variable, ['valueFrom', 'secretKeyRef', 'name'], `${path}.env[${index}]`),
    ),
    ...objectsAt(container, 'envFrom').flatMap((source, index) =>
      named(source, ['secretRef', 'name'], `${path}.envFrom[${index}]`),
    ),
  ];
}

function each(
  spec: JsonObject,
  key: string,
  read: (item: JsonObject, path: string) => readonly SecretReference[],
): readonly SecretReference[] {
  return objectsAt(spec, key).flatMap((item, index) => read(item, `spec.${key}[${index}]`));
}

/** Every place where a Pod mounts or names a Secret: volumes, environment of all containers, image pulls. */
export function secretReferences(pod: RawObject): readonly SecretReference[] {
  const spec = objectAt(pod, 'spec');
  return [
    ...each(spec, 'volumes', ofVolume),
    ...each(spec, 'initContainers', ofContainer),
    ...each(spec, 'containers', ofContainer),
    ...each(spec, 'ephemeralContainers', ofContainer),
    ...each(spec, 'imagePullSecrets', (item, path) => named(item, ['name'], path)),
  ];
}
