import type { KubernetesBackend } from '../../api/index.ts';
import type { AppError } from '../../runtime/index.ts';
import { readCa, readCredentialText, readServiceAccountToken } from '../credentials.ts';
import { storeError } from '../fault.ts';
import type { ProviderContext } from '../provider.ts';

/** An API server and how to be somebody there. */
export interface ClusterConnection {
  readonly server: string;
  readonly ca: string | undefined;
  readonly identity: { readonly cert: string; readonly key: string } | undefined;
  /** '' where a client certificate speaks. */
  readonly token: (signal: AbortSignal) => Promise<string>;
}

const SPEC = 'spec.provider.kubernetes';
const TOKEN_SECONDS = 600;
/** A requested token is used for half its life. */
const TOKEN_REUSE_MS = (TOKEN_SECONDS / 2) * 1000;

type Auth = NonNullable<KubernetesBackend['auth']>;
type Access = Pick<ClusterConnection, 'identity' | 'token'>;

function fixed(token: string): Access {
  return { identity: undefined, token: async () => token };
}

function serviceAccountAccess(
  selector: NonNullable<Auth['serviceAccount']>,
  context: ProviderContext,
): Access {
  const field = {
    selector,
    path: `${SPEC}.auth.serviceAccount`,
    audiences: selector.audiences ?? [],
    expirationSeconds: TOKEN_SECONDS,
  };
  let known: { readonly token: string; readonly untilMs: number } | undefined;
  return {
    identity: undefined,
    async token(signal) {
      if (known === undefined || context.clock.monotonicMs() >= known.untilMs) {
        const token = await readServiceAccountToken(context, field, signal);
        known = { token, untilMs: context.clock.monotonicMs() + TOKEN_REUSE_MS };
      }
      return known.token;
    },
  };
}

async function inlineAccess(
  auth: Auth,
  context: ProviderContext,
  signal: AbortSignal,
): Promise<Access> {
  if (auth.token !== undefined) {
    const path = `${SPEC}.auth.token.bearerToken`;
    const field = { selector: auth.token.bearerToken, path, defaultKey: 'token' };
    return fixed(await readCredentialText(context, field, signal));
  }
  if (auth.serviceAccount !== undefined) {
    return serviceAccountAccess(auth.serviceAccount, context);
  }
  if (auth.cert !== undefined) {
    const path = `${SPEC}.auth.cert`;
    const { clientCert, clientKey } = auth.cert;
    const certField = { selector: clientCert, path: `${path}.clientCert`, defaultKey: 'tls.crt' };
    const keyField = { selector: clientKey, path: `${path}.clientKey`, defaultKey: 'tls.key' };
    const cert = await readCredentialText(context, certField, signal);
    const key = await readCredentialText(context, keyField, signal);
    return { identity: { cert, key }, token: async () => '' };
  }
  throw noAuth(context);
}

function noAuth(context: ProviderContext): AppError {
  return storeError('SPEC_INVALID', {
    store: context.store,
    subject: `${SPEC}.auth`,
    problem:
      'no auth provider given; set token, serviceAccount or cert, or authRef to a kubeconfig',
  });
}

function serverUrl(url: string, context: ProviderContext): string {
  const server = url.includes('://') ? url : `https://${url}`;
  if (!URL.canParse(server) || !['http:', 'https:'].includes(new URL(server).protocol)) {
    const problem = 'is no https:// address';
    throw storeError('SPEC_INVALID', {
      store: context.store,
      subject: `${SPEC}.server.url`,
      problem,
    });
  }
  return server;
}

async function kubeconfigConnection(
  selector: NonNullable<KubernetesBackend['authRef']>,
  context: ProviderContext,
  signal: AbortSignal,
): Promise<ClusterConnection> {
  const path = `${SPEC}.authRef`;
  const field = { selector, path, defaultKey: 'config' };
  const text = await readCredentialText(context, field, signal);
  const { parseKubeconfig } = await import('../../kube/kubeconfig/index.ts');
  const parsed = parseKubeconfig(text);
  if (!parsed.ok) {
    throw storeError('SPEC_INVALID', {
      store: context.store,
      subject: path,
      problem: `the kubeconfig ${parsed.problem}`,
    });
  }
  const { server, ca, identity, token } = parsed.entry;
  return { server, ca, identity, token: async () => token };
}

/** The connection a store describes. SPEC_INVALID when it says neither or both of `auth` and `authRef`. */
export async function clusterConnection(
  spec: KubernetesBackend,
  context: ProviderContext,
  signal: AbortSignal,
): Promise<ClusterConnection> {
  const { auth, authRef } = spec;
  if (authRef !== undefined) {
    if (auth !== undefined) {
      const problem = 'authRef and inline auth cannot both be set';
      throw storeError('SPEC_INVALID', { store: context.store, subject: SPEC, problem });
    }
    return kubeconfigConnection(authRef, context, signal);
  }
  if (auth === undefined) {
    throw noAuth(context);
  }
  const access = await inlineAccess(auth, context, signal);
  const { caBundle, caProvider } = spec.server ?? {};
  const ca = await readCa(
    context,
    {
      path: `${SPEC}.server`,
      ...(caBundle === undefined ? {} : { caBundle }),
      ...(caProvider === undefined ? {} : { caProvider }),
    },
    signal,
  );
  return { server: serverUrl(spec.server?.url ?? 'kubernetes.default', context), ca, ...access };
}
