import { type Clock, faultFields, type Logger } from '../../runtime/index.ts';
import { abortable } from '../abort.ts';
import { readLogin, type VaultLogin } from './answer.ts';
import type { VaultAuthentication } from './auth.ts';
import type { VaultCaller } from './caller.ts';

/** A token shared by all reads of one store; one login at a time, whoever asks first. */
export interface VaultSession {
  token(signal: AbortSignal): Promise<string>;
  /** Hands the token back to Vault, if it came from a login. */
  close(): Promise<void>;
}

export interface VaultSessionDeps {
  readonly authentication: VaultAuthentication;
  readonly caller: VaultCaller;
  readonly clock: Clock;
  readonly log: Logger;
}

/** A token this near its end counts as expired (eso.md 5.4); one that never lasted longer, at half its life. */
const EXPIRY_MARGIN_MS = 60_000;
const REVOKE_TIMEOUT_MS = 5_000;

interface Lease {
  readonly login: VaultLogin;
  readonly freshUntilMs: number;
}

type Login = Extract<VaultAuthentication, { kind: 'login' }>;

function toLease(login: VaultLogin, clock: Clock): Lease {
  const usableMs = login.leaseMs - Math.min(EXPIRY_MARGIN_MS, login.leaseMs / 2);
  const neverEnds = login.leaseMs === 0;
  return { login, freshUntilMs: neverEnds ? Infinity : clock.monotonicMs() + usableMs };
}

async function logIn(
  authentication: Login,
  deps: VaultSessionDeps,
  signal: AbortSignal,
): Promise<Lease> {
  const fields = await authentication.body(signal);
  const body = { json: JSON.stringify(fields), secrets: Object.values(fields) };
  const { path, subject } = authentication;
  const request = { method: 'POST', path, body, token: '', subject, metric: 'Login' } as const;
  return toLease(await deps.caller.call(request, readLogin, signal), deps.clock);
}

/** The same token for longer; undefined when Vault will not, or only for the little that is left. */
async function renew(
  { login }: Lease,
  deps: VaultSessionDeps,
  signal: AbortSignal,
): Promise<Lease | undefined> {
  const request = {
    method: 'POST',
    path: 'auth/token/renew-self',
    token: login.token,
    subject: 'token renewal',
    metric: 'RenewSelf',
  } as const;
  try {
    const renewed = await deps.caller.call(request, readLogin, signal);
    return renewed.leaseMs > EXPIRY_MARGIN_MS ? toLease(renewed, deps.clock) : undefined;
  } catch (error) {
    deps.log.info('vault token not renewed; logging in again', faultFields(error));
    return undefined;
  }
}

async function revoke({ login }: Lease, deps: VaultSessionDeps): Promise<void> {
  const request = {
    method: 'POST',
    path: 'auth/token/revoke-self',
    token: login.token,
    subject: 'token revocation',
    metric: 'RevokeSelf',
  } as const;
  try {
    const signal = AbortSignal.timeout(REVOKE_TIMEOUT_MS);
    await deps.caller.call(request, () => undefined, signal);
  } catch (error) {
    deps.log.info('vault token not revoked; it ends by itself', faultFields(error));
  }
}

function createLoginSession(authentication: Login, deps: VaultSessionDeps): VaultSession {
  const life = new AbortController();
  let lease: Lease | undefined;
  let pending: Promise<Lease> | undefined;

  async function refresh(): Promise<Lease> {
    try {
      const renewed =
        lease?.login.renewable === true ? await renew(lease, deps, life.signal) : undefined;
      lease = renewed ?? (await logIn(authentication, deps, life.signal));
      return lease;
    } finally {
      pending = undefined;
    }
  }

  return {
    async token(signal) {
      signal.throwIfAborted();
      if (lease !== undefined && deps.clock.monotonicMs() < lease.freshUntilMs) {
        return lease.login.token;
      }
      pending ??= refresh();
      return (await abortable(pending, signal)).login.token;
    },
    async close() {
      life.abort();
      const last = lease;
      lease = undefined;
      if (last !== undefined) {
        await revoke(last, deps);
      }
    },
  };
}

export function createVaultSession(deps: VaultSessionDeps): VaultSession {
  const { authentication } = deps;
  if (authentication.kind === 'login') {
    return createLoginSession(authentication, deps);
  }
  return {
    async token(signal) {
      signal.throwIfAborted();
      return authentication.token;
    },
    async close() {},
  };
}
