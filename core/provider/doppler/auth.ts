import type { DopplerBackend, DopplerOidc } from '../../api/index.ts';
import { textAt } from '../../runtime/index.ts';
import { readCredentialText, readServiceAccountToken } from '../credentials.ts';
import { storeError } from '../fault.ts';
import type { HttpTransport } from '../http.ts';
import { asObject, type Authorization, createJsonApi } from '../json-api.ts';
import type { ProviderContext, StoreIdentity } from '../provider.ts';
import { dopplerDialect } from './dialect.ts';

const AUTH = 'spec.provider.doppler.auth';
/** A token with less than this left is fetched anew. */
const MARGIN_MS = 60_000;

export interface DopplerAuthDeps {
  readonly spec: DopplerBackend;
  readonly context: ProviderContext;
  readonly transport: HttpTransport;
  /** The API's address, which is also the audience of a ServiceAccount's token. */
  readonly base: string;
}

export interface DopplerAuth {
  readonly authorize: (signal: AbortSignal) => Promise<Authorization>;
}

function bearer(token: string): Authorization {
  return { headers: { authorization: `Bearer ${token}` }, credentials: [token] };
}

/** The audience that ties a ServiceAccount's token to the one store it was made for. */
function storeAudience({ kind, namespace, name }: StoreIdentity): string {
  return kind === 'ClusterSecretStore'
    ? `clusterSecretStore:${name}`
    : `secretStore:${namespace}:${name}`;
}

interface Login {
  readonly token: string;
  readonly expiresAtMs: number;
}

/** A ServiceAccount's token for a Doppler token of the identity that trusts it. */
function createOidcAuth(oidc: DopplerOidc, deps: DopplerAuthDeps): DopplerAuth {
  const { context, transport, base } = deps;
  const path = `${AUTH}.oidcConfig`;

  async function logIn(signal: AbortSignal): Promise<Login> {
    const selector = oidc.serviceAccountRef;
    const token = await readServiceAccountToken(
      context,
      {
        selector,
        path: `${path}.serviceAccountRef`,
        audiences: [base, ...(selector.audiences ?? []), storeAudience(context.store)],
        expirationSeconds: oidc.expirationSeconds,
      },
      signal,
    );
    const api = createJsonApi({
      base,
      transport,
      dialect: dopplerDialect,
      context,
      authorize: async () => ({ headers: {}, credentials: [token] }),
    });
    const body = { identity: oidc.identity, token };
    const subject = 'login';
    const answer = await api.ask(
      { method: 'POST', path: '/v3/auth/oidc', body, subject, metric: 'OIDCLogin' },
      asObject,
      signal,
    );
    const issued = textAt(answer ?? {}, 'token');
    if (issued === '') {
      const problem = 'Doppler: the answer holds no token';
      throw storeError('PAYLOAD_MALFORMED', { store: context.store, subject, problem });
    }
    const expiresAtMs = Date.parse(textAt(answer ?? {}, 'expires_at'));
    return { token: issued, expiresAtMs: Number.isNaN(expiresAtMs) ? 0 : expiresAtMs };
  }

  let current: Promise<Login> | undefined;

  async function login(signal: AbortSignal): Promise<Login> {
    const made = logIn(signal);
    current = made;
    made.catch(() => {
      current = current === made ? undefined : current;
    });
    return made;
  }

  return {
    async authorize(signal) {
      const known = await current?.catch(() => undefined);
      const isFresh =
        known !== undefined && known.expiresAtMs - MARGIN_MS > context.clock.now().getTime();
      return bearer((isFresh ? known : await login(signal)).token);
    },
  };
}

/** How the store logs in. What it throws is about the credentials: absent, refused, out of reach. */
export async function createDopplerAuth(
  deps: DopplerAuthDeps,
  signal: AbortSignal,
): Promise<DopplerAuth> {
  const { secretRef, oidcConfig } = deps.spec.auth;
  if (oidcConfig !== undefined) {
    return createOidcAuth(oidcConfig, deps);
  }
  const path = `${AUTH}.secretRef.dopplerToken`;
  const token = await readCredentialText(
    deps.context,
    { selector: secretRef?.dopplerToken ?? {}, path, defaultKey: 'dopplerToken' },
    signal,
  );
  return { authorize: async () => bearer(token) };
}
