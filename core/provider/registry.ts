import type { BackendName, BackendSpecs, StoreBackend } from '../api/index.ts';
import { AppError } from '../runtime/index.ts';
import { describeStore } from './fault.ts';
import type { ProviderContext, SecretProvider, SecretsClient } from './provider.ts';

type ProviderLoaders = {
  readonly [Name in BackendName]?: () => Promise<SecretProvider<Name>>;
};

/** One late import a backend, so that a bundler makes one chunk of each and a process loads only what it uses. */
const loaders: ProviderLoaders = {
  aws: async () => (await import('./aws/index.ts')).awsProvider,
  doppler: async () => (await import('./doppler/index.ts')).dopplerProvider,
  fake: async () => (await import('./fake/index.ts')).fakeProvider,
  gitlab: async () => (await import('./gitlab/index.ts')).gitlabProvider,
  kubernetes: async () => (await import('./kubernetes/index.ts')).kubernetesProvider,
  vault: async () => (await import('./vault/index.ts')).vaultProvider,
};

/** The provider of a backend, its code loaded now; undefined when this version does not serve it. */
export async function loadProvider<Name extends BackendName>(
  name: Name,
): Promise<SecretProvider<Name> | undefined> {
  return loaders[name]?.();
}

/** The backends this version serves. */
export function servedBackends(): readonly string[] {
  return Object.keys(loaders).toSorted();
}

async function connectBackend<Name extends BackendName>(
  backend: { readonly name: Name; readonly spec: BackendSpecs[Name] },
  context: ProviderContext,
  signal: AbortSignal,
): Promise<SecretsClient> {
  const provider = await loadProvider(backend.name);
  if (provider === undefined) {
    throw unsupported(backend.name, context);
  }
  return provider.connect(backend.spec, context, signal);
}

function unsupported(key: string, context: ProviderContext): AppError {
  return new AppError(
    'PROVIDER_UNSUPPORTED',
    `${describeStore(context.store)}: backend "${key}" is not served by this version; it serves ${servedBackends().join(', ')}`,
  );
}

/**
 * Opens a session with a store's backend. PROVIDER_UNSUPPORTED when this version does not serve it; otherwise what the
 * provider throws: credentials that cannot be read, a login refused, a backend out of reach.
 */
export async function connectStore(
  backend: StoreBackend,
  context: ProviderContext,
  signal: AbortSignal,
): Promise<SecretsClient> {
  signal.throwIfAborted();
  if (backend.name === 'unsupported') {
    throw unsupported(backend.key, context);
  }
  return connectBackend(backend, context, signal);
}
