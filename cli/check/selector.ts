import { isObject, type JsonObject, objectAt } from '../../core/runtime/index.ts';
import type { Manifest } from './manifest.ts';

/** A place in a store that names a key of a Secret. */
export interface SecretSelector {
  readonly path: string;
  readonly name: string;
  readonly key: string;
  /** Undefined: the ExternalSecret that uses the ClusterSecretStore decides. */
  readonly namespace: string | undefined;
}

/** Every such place of a store, whatever its backend: they all have a name and a key. */
export function secretSelectors(store: Manifest): readonly SecretSelector[] {
  const provider = objectAt(objectAt(store.raw, 'spec'), 'provider');
  return selectorsIn(provider, 'spec.provider', store);
}

function selectorsIn(value: unknown, path: string, store: Manifest): readonly SecretSelector[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => selectorsIn(item, `${path}[${index}]`, store));
  }
  if (!isObject(value)) {
    return [];
  }
  const below = Object.entries(value).flatMap(([name, member]) =>
    selectorsIn(member, `${path}.${name}`, store),
  );
  const selector = selectorOf(value, path, store);
  return selector === undefined ? below : [selector, ...below];
}

function selectorOf(value: JsonObject, path: string, store: Manifest): SecretSelector | undefined {
  const { name, key, namespace, type = 'Secret' } = value;
  if (typeof name !== 'string' || typeof key !== 'string' || type !== 'Secret') {
    return undefined;
  }
  const own = store.kind === 'SecretStore' ? store.namespace : undefined;
  return { path, name, key, namespace: typeof namespace === 'string' ? namespace : own };
}
