import type { RawObject } from '../../api/index.ts';
import { type NativeSecret, parseNativeSecret } from '../../kube/index.ts';
import { listAt, objectAt, objectsAt, textAt, textsAt } from '../../runtime/index.ts';

/** A Secret as it stands in the cluster, as far as writing it needs to know. */
export interface LiveSecret extends NativeSecret {
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly finalizers: readonly string[];
  readonly ownerReferences: readonly RawObject[];
  readonly managedFields: readonly RawObject[];
}

export function toLiveSecret(raw: RawObject): LiveSecret {
  const metadata = objectAt(raw, 'metadata');
  return {
    ...parseNativeSecret(raw),
    name: textAt(metadata, 'name'),
    uid: textAt(metadata, 'uid'),
    resourceVersion: textAt(metadata, 'resourceVersion'),
    labels: textsAt(metadata, 'labels'),
    annotations: textsAt(metadata, 'annotations'),
    finalizers: listAt(metadata, 'finalizers').filter((each) => typeof each === 'string'),
    ownerReferences: objectsAt(metadata, 'ownerReferences'),
    managedFields: objectsAt(metadata, 'managedFields'),
  };
}
