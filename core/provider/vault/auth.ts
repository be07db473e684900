import type { ServiceAccountSelector, VaultAuth, VaultBackend } from '../../api/index.ts';
import { readCredentialText, readPodToken, readServiceAccountToken } from '../credentials.ts';
import { storeError } from '../fault.ts';
import type { ProviderContext } from '../provider.ts';

/** How a session comes by its token. */
export type VaultAuthentication =
  | { readonly kind: 'token'; readonly token: string }
  | {
      readonly kind: 'login';
      /** Below /v1/, encoded. */
      readonly path: string;
      readonly subject: string;
      /** The login's fields, fresh for every login. */
      readonly body: (signal: AbortSignal) => Promise<Readonly<Record<string, string>>>;
    };

const AUTH = 'spec.provider.vault.auth';
/** In this order the first that is set wins (eso.md 5.4). */
const METHODS = [
  'tokenSecretRef',
  'appRole',
  'kubernetes',
  'ldap',
  'userPass',
  'jwt',
  'cert',
  'iam',
  'gcp',
] as const satisfies readonly (keyof VaultAuth)[];
/** A login uses its token at once. */
const TOKEN_SECONDS = 600;

type KubernetesLogin = NonNullable<VaultAuth['kubernetes']>;

async function serviceAccountJwt(
  context: ProviderContext,
  selector: ServiceAccountSelector,
  signal: AbortSignal,
): Promise<string> {
  return readServiceAccountToken(
    context,
    {
      selector,
      path: `${AUTH}.kubernetes.serviceAccountRef`,
      audiences: selector.audiences ?? [],
      expirationSeconds: TOKEN_SECONDS,
    },
    signal,
  );
}

/** serviceAccountRef before secretRef before the Pod's own token (eso.md 5.4). */
async function kubernetesJwt(
  context: ProviderContext,
  login: KubernetesLogin,
  signal: AbortSignal,
): Promise<string> {
  if (login.serviceAccountRef !== undefined) {
    return serviceAccountJwt(context, login.serviceAccountRef, signal);
  }
  if (login.secretRef !== undefined) {
    const path = `${AUTH}.kubernetes.secretRef`;
    return readCredentialText(
      context,
      { selector: login.secretRef, path, defaultKey: 'token' },
      signal,
    );
  }
  return readPodToken(context, `${AUTH}.kubernetes`);
}

function kubernetesLogin(context: ProviderContext, login: KubernetesLogin): VaultAuthentication {
  const mount = login.mountPath.split('/').filter(Boolean).map(encodeURIComponent).join('/');
  return {
    kind: 'login',
    path: `auth/${mount}/login`,
    subject: `login at auth/${login.mountPath} as role "${login.role}"`,
    body: async (signal) => ({
      role: login.role,
      jwt: await kubernetesJwt(context, login, signal),
    }),
  };
}

/**
 * The store's way to log in; a token is read now. SPEC_INVALID when the store names none, PROVIDER_UNSUPPORTED when this
 * version does not serve it.
 */
export async function authenticationOf(
  spec: VaultBackend,
  context: ProviderContext,
  signal: AbortSignal,
): Promise<VaultAuthentication> {
  const auth = spec.auth ?? {};
  if (auth.tokenSecretRef !== undefined) {
    const path = `${AUTH}.tokenSecretRef`;
    const field = { selector: auth.tokenSecretRef, path, defaultKey: 'token' };
    return { kind: 'token', token: await readCredentialText(context, field, signal) };
  }
  const method = METHODS.find((candidate) => auth[candidate] !== undefined);
  if (method === 'kubernetes' && auth.kubernetes !== undefined) {
    return kubernetesLogin(context, auth.kubernetes);
  }
  const { store } = context;
  throw method === undefined
    ? storeError('SPEC_INVALID', {
        store,
        subject: AUTH,
        problem: `names no method; this version serves tokenSecretRef and kubernetes`,
      })
    : storeError('PROVIDER_UNSUPPORTED', {
        store,
        subject: `${AUTH}.${method}`,
        problem: 'is not served by this version; it serves tokenSecretRef and kubernetes',
      });
}
