import {
  parseObjectMeta,
  parseSecretStore,
  type RawObject,
  type StoreBackend,
} from '../api/index.ts';
import { objectAt } from '../runtime/index.ts';
import type { StoreFacts } from './contract.ts';

/** The key of a provider nobody models: its keys are compared as text. */
function unreadBackend(raw: RawObject): StoreBackend {
  const [key = ''] = Object.keys(objectAt(objectAt(raw, 'spec'), 'provider'));
  return { name: 'unsupported', key };
}

/** What policies look at in a stored SecretStore or ClusterSecretStore; undefined for what is none. Make it once per change. */
export function storeFacts(raw: RawObject): StoreFacts | undefined {
  const { kind } = raw;
  const meta = parseObjectMeta(raw['metadata']);
  if ((kind !== 'SecretStore' && kind !== 'ClusterSecretStore') || !meta.ok) {
    return undefined;
  }
  const store = parseSecretStore(raw);
  const { name, labels } = meta.value;
  const namespace = kind === 'SecretStore' ? meta.value.namespace : '';
  return {
    id: { kind, name, namespace },
    labels,
    backend: store.ok ? store.value.spec.backend : unreadBackend(raw),
    conditions: store.ok ? store.value.spec.conditions : [],
  };
}
