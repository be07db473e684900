import { type JsonObject, objectAt, textAt } from '../../runtime/index.ts';
import { isAbsent } from '../extract/draft.ts';

function membersOf(owner: JsonObject): readonly string[] {
  return Object.keys(owner).filter((name) => !isAbsent(owner[name]));
}

/** The methods a store authenticates by, as its backend names them. */
export function authMethods(provider: string, spec: JsonObject): readonly string[] {
  const methods = membersOf(objectAt(spec, 'auth'));
  switch (provider) {
    case 'azurekv':
      return [textAt(spec, 'authType') || 'ServicePrincipal'];
    case 'akeyless':
      return membersOf(objectAt(spec, 'authSecretRef'));
    case 'kubernetes':
      return isAbsent(spec['authRef']) ? methods : [...methods, 'authRef'];
    case 'vault':
    case 'openBao':
      return methods.filter((name) => name !== 'namespace');
    default:
      return methods;
  }
}

function hasOne(owner: JsonObject, ...names: readonly string[]): boolean {
  return names.some((name) => membersOf(objectAt(owner, name)).length > 0);
}

/** Vault methods that, without a member of their own, use the identity of whoever asks. */
const VAULT_SOURCES: Readonly<Record<string, readonly string[]>> = {
  kubernetes: ['serviceAccountRef', 'secretRef'],
  iam: ['secretRef', 'jwt'],
  gcp: ['secretRef', 'workloadIdentity'],
};

function isVaultExplicit(spec: JsonObject): boolean {
  const auth = objectAt(spec, 'auth');
  const methods = authMethods('vault', spec);
  return (
    methods.length > 0 &&
    methods.every((name) => {
      const sources = VAULT_SOURCES[name];
      return sources === undefined || hasOne(objectAt(auth, name), ...sources);
    })
  );
}

function isAkeylessExplicit(spec: JsonObject): boolean {
  const auth = objectAt(spec, 'authSecretRef');
  return (
    hasOne(auth, 'secretRef', 'serviceAccountRef') ||
    hasOne(objectAt(auth, 'kubernetesAuth'), 'secretRef', 'serviceAccountRef')
  );
}

function isAzureExplicit(spec: JsonObject): boolean {
  const type = textAt(spec, 'authType') || 'ServicePrincipal';
  return type === 'ManagedIdentity'
    ? textAt(spec, 'identityId') !== ''
    : hasOne(spec, 'authSecretRef', 'serviceAccountRef');
}

/** Would the store be read with an identity of its own, and not with that of the controller? (admission.md 2.2) */
export function isAuthExplicit(provider: string, spec: JsonObject): boolean {
  switch (provider) {
    case 'vault':
    case 'openBao':
      return isVaultExplicit(spec);
    case 'akeyless':
      return isAkeylessExplicit(spec);
    case 'azurekv':
      return isAzureExplicit(spec);
    case 'aws':
      return hasOne(objectAt(spec, 'auth'), 'secretRef', 'jwt');
    case 'kubernetes':
      return hasOne(spec, 'auth', 'authRef');
    case 'fake':
    case 'webhook':
      return true;
    default:
      return hasOne(spec, 'auth');
  }
}
