import {
  type ObjectMeta,
  parseObjectMeta,
  type RawObject,
  type StoreKind,
} from '../core/api/index.ts';
import type { ObjectRef } from '../core/kube/index.ts';
import { AppError } from '../core/runtime/index.ts';

/** "namespace/name"; "/name" for cluster-scoped objects. */
export function keyOf({ namespace, name }: ObjectRef): string {
  return `${namespace}/${name}`;
}

export function refOfKey(key: string): ObjectRef {
  const slash = key.indexOf('/');
  return { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}

export interface StoreKey extends ObjectRef {
  readonly kind: StoreKind;
}

/** "SecretStore/namespace/name", "ClusterSecretStore//name". */
export function storeKeyOf({ kind, namespace, name }: StoreKey): string {
  return `${kind}/${namespace}/${name}`;
}

export function parseStoreKey(key: string): StoreKey {
  const [kind = '', namespace = '', name = ''] = key.split('/');
  return {
    kind: kind === 'ClusterSecretStore' ? kind : 'SecretStore',
    namespace,
    name,
  };
}

/** Metadata of an object the API server gave us. KUBE_INVALID when it has none worth the name. */
export function metadataOf(object: RawObject): ObjectMeta {
  const parsed = parseObjectMeta(object['metadata']);
  if (!parsed.ok) {
    throw new AppError('KUBE_INVALID', 'the API server sent an object without usable metadata');
  }
  return parsed.value;
}
