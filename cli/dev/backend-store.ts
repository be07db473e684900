import { parseSecretStore, type RawObject } from '../../core/api/index.ts';
import type { KubernetesApi } from '../../core/kube/index.ts';
import type {
  BackendEnvironment,
  SecretsClient,
  SecretsWriter,
} from '../../core/provider/index.ts';
import { AppError, type Clock, type Logger, type Random } from '../../core/runtime/index.ts';
import { createStoreConnector } from '../../core/sync/index.ts';
import { bytesOf, type DevBackend, EXAMPLE_KEY, EXAMPLE_STORE } from './backend.ts';

export interface StoreBackendDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly backendEnvironment: BackendEnvironment;
}

/** A backend that runs somewhere: the store that leads there, and what is told about it. */
export interface StoreBackendPlan extends Pick<
  DevBackend,
  'description' | 'objects' | 'sidecarIdentity'
> {
  /** The last of `objects`. */
  readonly store: RawObject;
}

async function connect(
  store: RawObject,
  api: KubernetesApi,
  { clock, random, log, backendEnvironment }: StoreBackendDeps,
  signal: AbortSignal,
): Promise<SecretsClient> {
  const parsed = parseSecretStore(store);
  if (!parsed.ok) {
    const problems = parsed.findings.map(({ path, message }) => `${path}: ${message}`).join('; ');
    throw new AppError('CONFIG_INVALID', `the quick start's store: ${problems}`);
  }
  const open = createStoreConnector({
    reader: api,
    tokens: api,
    identity: { kind: 'delegated' },
    environment: backendEnvironment,
    clock,
    random,
    log,
    countCall: () => undefined,
  });
  return open({ store: parsed.value, namespace: EXAMPLE_STORE.namespace }, signal);
}

/** Writes through the provider that the store will read through; what is not marked as managed is left alone. */
export function createStoreBackend(plan: StoreBackendPlan, deps: StoreBackendDeps): DevBackend {
  let session: { readonly client: SecretsClient; readonly writer: SecretsWriter } | undefined;
  let mayHaveWritten = false;

  async function open(
    api: KubernetesApi,
    signal: AbortSignal,
  ): Promise<{ readonly writer: SecretsWriter }> {
    if (session === undefined) {
      const client = await connect(plan.store, api, deps, signal);
      if (client.writer === undefined) {
        throw new AppError('PROVIDER_UNSUPPORTED', 'the quick start cannot write to this backend');
      }
      session = { client, writer: client.writer };
    }
    return session;
  }

  return {
    description: plan.description,
    objects: plan.objects,
    sidecarIdentity: plan.sidecarIdentity,
    async put(password, api, signal) {
      const { writer } = await open(api, signal);
      try {
        await writer.putSecret(EXAMPLE_KEY, bytesOf(password), signal);
        mayHaveWritten = true;
      } catch (error) {
        mayHaveWritten ||= signal.aborted; // the request may have been on its way
        throw error;
      }
    },
    async cleanUp(signal) {
      try {
        if (mayHaveWritten) {
          await session?.writer.deleteSecret(EXAMPLE_KEY, signal);
        }
        return mayHaveWritten;
      } finally {
        await session?.client.close();
      }
    },
  };
}
