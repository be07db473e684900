import type { StoreBackend } from '../api/index.ts';

const CREDENTIAL_FIELDS: ReadonlySet<string> = new Set([
  'auth',
  'authRef',
  'tls',
  'caProvider',
  'server',
]);

function namesObject(value: object): boolean {
  return 'name' in value && typeof value.name === 'string';
}

function hasNamespace(value: object): boolean {
  return 'namespace' in value && typeof value.namespace === 'string' && value.namespace !== '';
}

function lacksNamespace(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  if (namesObject(value)) {
    return !hasNamespace(value);
  }
  return Object.values(value).some(lacksNamespace);
}

/** Session tags of AWS name the namespace of whoever uses the store. */
function tagsNamespace(backend: StoreBackend): boolean {
  return backend.name === 'aws' && backend.spec.sessionTagsPolicy !== 'None';
}

/**
 * Does a ClusterSecretStore with this backend look up a Secret or ServiceAccount in the namespace of whoever uses it
 * (referent authentication), or tell the backend
 * that namespace? Such a store cannot be checked before it is used; ESO then says its state is unknown (eso.md 5.2).
 */
export function isReferent(backend: StoreBackend): boolean {
  return (
    backend.name !== 'unsupported' &&
    (tagsNamespace(backend) ||
      Object.entries(backend.spec).some(
        ([field, value]) => CREDENTIAL_FIELDS.has(field) && lacksNamespace(value),
      ))
  );
}
