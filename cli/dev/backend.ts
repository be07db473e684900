import type { RawObject } from '../../core/api/index.ts';
import { type KubernetesApi, SECRET_STORES } from '../../core/kube/index.ts';
import { AppError } from '../../core/runtime/index.ts';

/** The remote key the examples read. */
export const EXAMPLE_KEY = 'sallyport-quickstart/database';
const STORE = { namespace: 'default', name: 'quickstart' };

/** Where the quick start keeps its value, and how it changes it there. */
export interface DevBackend {
  readonly description: string;
  /** Objects that take the place of the example's store; none: the example's own is used. */
  readonly objects: readonly RawObject[];
  /** Puts the value there; called before the store is applied, and to rotate it. */
  put(password: string, api: KubernetesApi, signal: AbortSignal): Promise<void>;
  /** Takes away what the quick start put there. */
  cleanUp(signal: AbortSignal): Promise<void>;
}

function valueOf(password: string): { readonly username: string; readonly password: string } {
  return { username: 'shop', password };
}

/** Values in the store itself: nothing else is needed. */
export function createFakeBackend(): DevBackend {
  return {
    description: 'fake (values in the store itself; set VAULT_ADDR and VAULT_TOKEN to use a Vault)',
    objects: [],
    async put(password, api, signal) {
      if ((await api.get(SECRET_STORES, STORE, signal)) === undefined) {
        return;
      }
      const data = [{ key: EXAMPLE_KEY, value: JSON.stringify(valueOf(password)) }];
      const spec = { provider: { fake: { data } } };
      await api.patch(
        SECRET_STORES,
        STORE,
        { spec },
        { type: 'merge', fieldManager: 'kubectl' },
        signal,
      );
    },
    async cleanUp() {},
  };
}

/** A real Vault, by token: KV v2 at secret/. */
export function createVaultBackend(address: string, token: string): DevBackend {
  async function call(
    method: string,
    path: string,
    signal: AbortSignal,
    body?: unknown,
  ): Promise<void> {
    const response = await fetch(`${address}/v1/${path}`, {
      method,
      signal,
      headers: { 'x-vault-token': token },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch((cause: unknown) => {
      throw new AppError('BACKEND_UNAVAILABLE', `VAULT_ADDR ${address} does not answer`, { cause });
    });
    if (!response.ok) {
      throw new AppError('ACCESS_DENIED', `Vault answered ${response.status} to ${method} ${path}`);
    }
  }
  return {
    description: `vault at ${address}, with VAULT_TOKEN; writes secret/${EXAMPLE_KEY} and removes it at the end`,
    objects: [
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { namespace: 'default', name: 'vault-token' },
        stringData: { token },
      },
      {
        apiVersion: 'external-secrets.io/v1',
        kind: 'SecretStore',
        metadata: STORE,
        spec: {
          provider: {
            vault: {
              server: address,
              path: 'secret',
              version: 'v2',
              auth: { tokenSecretRef: { name: 'vault-token', key: 'token' } },
            },
          },
        },
      },
    ],
    async put(password, _api, signal) {
      await call('POST', `secret/data/${EXAMPLE_KEY}`, signal, { data: valueOf(password) });
    },
    async cleanUp(signal) {
      await call('DELETE', `secret/metadata/${EXAMPLE_KEY}`, signal);
    },
  };
}
