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
  switch (type) {
    case 'ManagedIdentity':
      return false; // one of the node's or Pod's that reads, whatever identityId chooses
    case 'WorkloadIdentity':
      return hasOne(spec, 'serviceAccountRef');
    default:
      return hasOne(spec, 'authSecretRef');
  }
}

/** Oracle's principals but the user are those of the machine or Pod that reads. */
function isOracleExplicit(spec: JsonObject): boolean {
  return ['', 'UserPrincipal'].includes(textAt(spec, 'principalType')) && hasOne(spec, 'auth');
}

function hasOwnAuth(spec: JsonObject): boolean {
  return hasOne(spec, 'auth');
}

function isGcpExplicit(spec: JsonObject): boolean {
  const methods = authMethods('gcpsm', spec);
  return methods.length > 0 && methods.every((name) => hasOne(objectAt(spec, 'auth'), name));
}

const EXPLICIT: Readonly<Record<string, (spec: JsonObject) => boolean>> = {
  vault: isVaultExplicit,
  openBao: isVaultExplicit,
  akeyless: isAkeylessExplicit,
  azurekv: isAzureExplicit,
  aws: (spec) => hasOne(objectAt(spec, 'auth'), 'secretRef', 'jwt'),
  kubernetes: (spec) => hasOne(spec, 'auth', 'authRef'),
  gcpsm: isGcpExplicit,
  oracle: isOracleExplicit,
  fake: () => true,
  webhook: () => true,
};

/** Would the store be read with an identity of its own, and not with that of the controller? (admission.md 2.2) */
export function isAuthExplicit(provider: string, spec: JsonObject): boolean {
  const isExplicit = EXPLICIT[provider] ?? hasOwnAuth;
  return isExplicit(spec);
}
