import type { SecretsClient } from '../provider.ts';
import { readKvMetadata } from './answer.ts';
import { findInVault } from './find.ts';
import { createKvReader, type KvReaderDeps } from './kv-reader.ts';
import { createKvWriter } from './kv-writer.ts';

export interface VaultClientDeps extends KvReaderDeps {
  /** Lets go of the connections. */
  readonly disconnect: () => void;
}

export function createVaultClient(deps: VaultClientDeps): SecretsClient {
  const { caller, session } = deps;
  const reader = createKvReader(deps);
  const writer = createKvWriter(deps, reader);
  let closing: Promise<void> | undefined;

  return {
    writer,
    async getSecret(ref, signal) {
      signal.throwIfAborted();
      return ref.content === 'metadata'
        ? reader.metadata(ref.key, readKvMetadata, signal)
        : reader.value(ref, signal);
    },
    async findSecrets(query, signal) {
      signal.throwIfAborted();
      return findInVault(deps, reader, query, signal);
    },
    async checkAccess(signal) {
      const request = {
        method: 'GET',
        path: 'auth/token/lookup-self',
        token: await session.token(signal),
        subject: 'token look-up',
        metric: 'LookupSelf',
      } as const;
      await caller.call(request, () => undefined, signal);
    },
    async close() {
      closing ??= session.close().finally(deps.disconnect);
      await closing;
    },
  };
}
