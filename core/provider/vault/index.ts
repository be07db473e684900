import type { VaultBackend } from '../../api/index.ts';
import { readCa, readCredentialText } from '../credentials.ts';
import { PROVIDER_FACTS } from '../facts.ts';
import { storeError } from '../fault.ts';
import { createHttpTransport } from '../http.ts';
import type { ProviderContext, SecretProvider } from '../provider.ts';
import { authenticationOf } from './auth.ts';
import { createVaultCaller } from './caller.ts';
import { createVaultClient } from './client.ts';
import { createVaultSession } from './session.ts';
import { createVaultWire } from './wire.ts';

const SPEC = 'spec.provider.vault';
/** Vault's own client waits a minute; a sync has other stores to see. */
const TIMEOUT_MS = 30_000;
/** Vault refuses requests above 32 MiB; a KV value of that size has no place in a Secret of 1 MiB. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

function checkServer(spec: VaultBackend, context: ProviderContext): string {
  const url = URL.canParse(spec.server) ? new URL(spec.server) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw storeError('SPEC_INVALID', {
      store: context.store,
      subject: `${SPEC}.server`,
      problem: 'is no http:// or https:// address',
    });
  }
  return spec.server;
}

/** The client's certificate for mutual TLS; undefined when the store names none. */
async function tlsIdentity(
  spec: VaultBackend,
  context: ProviderContext,
  signal: AbortSignal,
): Promise<{ readonly cert: string; readonly key: string } | undefined> {
  const { certSecretRef, keySecretRef } = spec.tls ?? {};
  if (certSecretRef === undefined || keySecretRef === undefined) {
    return undefined;
  }
  const cert = {
    selector: certSecretRef,
    path: `${SPEC}.tls.certSecretRef`,
    defaultKey: 'tls.crt',
  };
  const key = { selector: keySecretRef, path: `${SPEC}.tls.keySecretRef`, defaultKey: 'tls.key' };
  return {
    cert: await readCredentialText(context, cert, signal),
    key: await readCredentialText(context, key, signal),
  };
}

/** Backend `vault`: KV versions 1 and 2 of HashiCorp Vault and OpenBao (eso.md 5.4). */
export const vaultProvider: SecretProvider<'vault'> = {
  name: 'vault',
  ...PROVIDER_FACTS.vault,
  async connect(spec, context, signal) {
    const server = checkServer(spec, context);
    const authentication = await authenticationOf(spec, context, signal);
    const ca = await readCa(context, { ...spec, path: SPEC }, signal);
    const identity = await tlsIdentity(spec, context, signal);
    const transport = createHttpTransport({
      environment: context.environment,
      ca,
      identity,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_ANSWER_BYTES,
    });
    const wire = createVaultWire(server, transport, () => context.clock.now());
    const caller = createVaultCaller(spec, wire, context);
    const session = createVaultSession({
      authentication,
      caller,
      clock: context.clock,
      log: context.log,
    });
    return createVaultClient({
      spec,
      store: context.store,
      caller,
      session,
      disconnect: () => {
        transport.close();
      },
    });
  },
};
