/** Words that a CRD's rule and ours share; they are ESO's (eso.md 1.7). */
export const STORE_REF_RULE = 'storeRef must specify either name or labelSelector';
export const BUNDLE_RULE =
  'remoteKey and rewrite are mutually exclusive: rewrite is only supported in per-key mode (without remoteKey)';
