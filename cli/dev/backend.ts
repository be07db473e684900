import type { RawObject } from '../../core/api/index.ts';
import { type KubernetesApi, SECRET_STORES } from '../../core/kube/index.ts';
import type { ProcessIdentity } from '../../core/provider/index.ts';
import { SecretBytes } from '../../core/runtime/index.ts';

/** The remote key the examples read. */
export const EXAMPLE_KEY = 'sallyport-quickstart/database';
/** The store the examples name. */
export const EXAMPLE_STORE = { namespace: 'default', name: 'quickstart' };
export const FIRST_PASSWORD = 'first-password';

/** Where the quick start keeps its value, and how it changes it there. */
export interface DevBackend {
  /** What it is and what will be done to it, told before anything is; a line each. */
  readonly description: readonly string[];
  /** Objects that take the place of the example's store; none: the example's own is used. */
  readonly objects: readonly RawObject[];
  /** Who the sidecar is to the store. */
  readonly sidecarIdentity: ProcessIdentity;
  /** Puts the value there: once `objects` are applied, and to rotate it. */
  put(password: string, api: KubernetesApi, signal: AbortSignal): Promise<void>;
  /** Takes away what the quick start put there. True: there was something. */
  cleanUp(signal: AbortSignal): Promise<boolean>;
}

/** A Pod's sidecar: it has its ServiceAccount and nothing else. */
export const POD_IDENTITY: ProcessIdentity = {
  kind: 'direct',
  readToken: async () => 'quick-start',
};

/** The example's value as the backend holds it. */
export function valueOf(password: string): string {
  return JSON.stringify({ username: 'shop', password });
}

export function bytesOf(password: string): SecretBytes {
  return SecretBytes.fromUtf8(valueOf(password));
}

/** Values in the store itself: nothing else is needed. `hint` says how to use another backend. */
export function createFakeBackend(hint: string): DevBackend {
  return {
    description: [`fake (values in the store itself; ${hint})`],
    objects: [],
    sidecarIdentity: POD_IDENTITY,
    async put(password, api, signal) {
      if ((await api.get(SECRET_STORES, EXAMPLE_STORE, signal)) === undefined) {
        return;
      }
      const data = [{ key: EXAMPLE_KEY, value: valueOf(password) }];
      const spec = { provider: { fake: { data } } };
      await api.patch(
        SECRET_STORES,
        EXAMPLE_STORE,
        { spec },
        { type: 'merge', fieldManager: 'kubectl' },
        signal,
      );
    },
    cleanUp: async () => false,
  };
}
