/** The only spelling of each group, label, annotation and finalizer. Sources: reference eso.md 1.5; ours: architecture. */
export const ESO_GROUP = 'external-secrets.io';
export const GENERATOR_GROUP = 'generators.external-secrets.io';
export const STORED_VERSION = 'v1';
export const SERVED_VERSIONS = ['v1', 'v1beta1'] as const;

export const MANAGED_LABEL = 'reconcile.external-secrets.io/managed';
export const CREATED_BY_LABEL = 'reconcile.external-secrets.io/created-by';
export const DATA_HASH_ANNOTATION = 'reconcile.external-secrets.io/data-hash';
export const EXTERNAL_SECRET_FINALIZER =
  'externalsecrets.external-secrets.io/externalsecret-cleanup';
/** A Secret write's field manager is this and the ExternalSecret's name (eso.md 1.5). */
export const FIELD_MANAGER_PREFIX = 'externalsecrets.external-secrets.io/';

export const INJECT_ANNOTATION = 'sallyport.dev/inject';
export const EXTERNAL_SECRETS_ANNOTATION = 'sallyport.dev/external-secrets';
export const STATUS_ANNOTATION = 'sallyport.dev/status';

/** Our own kinds: what may be had, and by whom. */
export const POLICY_GROUP = 'policy.sallyport.dev';
export const POLICY_VERSION = 'v1alpha1';
