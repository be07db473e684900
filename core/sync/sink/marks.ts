import { FIELD_MANAGER_PREFIX } from '../../api/index.ts';
import { markHash } from '../data-hash.ts';

/** Longest field manager ESO writes in full; a longer one is replaced by its hash (eso.md 1.5). */
const MAX_FIELD_MANAGER = 63;

/** The field manager of Secret writes; ESO and Sallyport recognise each other's keys by it. */
export function fieldManager(externalSecretName: string): string {
  const full = `${FIELD_MANAGER_PREFIX}${externalSecretName}`;
  return full.length > MAX_FIELD_MANAGER
    ? `${FIELD_MANAGER_PREFIX}sha3/${markHash(externalSecretName)}`
    : full;
}

/** The value of label `reconcile.external-secrets.io/created-by`. */
export function createdBy(owner: { readonly namespace: string; readonly name: string }): string {
  return markHash(`${owner.namespace}/${owner.name}`);
}
