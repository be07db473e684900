import type { StoreKind } from '../../core/api/index.ts';

export interface StoreName {
  readonly kind: StoreKind;
  readonly name: string;
}

/** "vault" is a ClusterSecretStore, "SecretStore/vault" one of a namespace; undefined for what is neither. */
export function parseStoreName(text: string): StoreName | undefined {
  const [first = '', second, ...rest] = text.split('/');
  if (rest.length > 0 || first === '' || second === '') {
    return undefined;
  }
  if (second === undefined) {
    return { kind: 'ClusterSecretStore', name: first };
  }
  return first === 'SecretStore' || first === 'ClusterSecretStore'
    ? { kind: first, name: second }
    : undefined;
}
