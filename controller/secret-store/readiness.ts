import type { Condition, Finding, SecretStore } from '../../core/api/index.ts';
import { isReferent, servedBackends } from '../../core/provider/index.ts';
import { type AppError, toAppError } from '../../core/runtime/index.ts';
import type { ClientPoolDeps } from '../../core/sync/index.ts';

/** Condition Ready without the time it came to be. */
export type Readiness = Omit<Condition, 'lastTransitionTime'>;

export interface StoreCheck {
  readonly ready: Readiness;
  /** Set when the store cannot be used now and trying again may help. */
  readonly error?: AppError;
}

export const VALID: Readiness = {
  type: 'Ready',
  status: 'True',
  reason: 'Valid',
  message: 'store validated',
};

/** A stored object that this version cannot read. */
export function unreadable(findings: readonly Finding[]): Readiness {
  const said = findings.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  return {
    type: 'Ready',
    status: 'False',
    reason: 'InvalidStoreConfiguration',
    message: said.join('; '),
  };
}

function unsupported(key: string): StoreCheck {
  const message = `backend "${key}" is not served by this version; it serves ${servedBackends().join(', ')}`;
  return { ready: { type: 'Ready', status: 'False', reason: 'UnsupportedProvider', message } };
}

function refused(words: string, cause: unknown): StoreCheck {
  const error = toAppError(cause);
  const message = `${words}: ${error.message}`;
  return {
    ready: { type: 'Ready', status: 'False', reason: 'InvalidProviderConfig', message },
    error,
  };
}

async function connectAndAsk(
  store: SecretStore,
  connect: ClientPoolDeps['connect'],
  signal: AbortSignal,
): Promise<StoreCheck> {
  const opened = await connect({ store, namespace: store.metadata.namespace }, signal).catch(
    (cause: unknown) => refused('unable to create client', cause),
  );
  if ('ready' in opened) {
    return opened;
  }
  try {
    await opened.checkAccess(signal);
    return { ready: VALID };
  } catch (cause) {
    return refused('unable to validate store', cause);
  } finally {
    await opened.close();
  }
}

/**
 * Can the store be used? Reasons and first words are ESO's, the cause follows (eso.md 1.2). A ClusterSecretStore whose
 * credentials lie with its users cannot be asked before it is used and counts as valid.
 */
export async function checkStore(
  store: SecretStore,
  connect: ClientPoolDeps['connect'],
  signal: AbortSignal,
): Promise<StoreCheck> {
  const { backend } = store.spec;
  if (backend.name === 'unsupported' || !servedBackends().includes(backend.name)) {
    return unsupported(backend.name === 'unsupported' ? backend.key : backend.name);
  }
  if (store.kind === 'ClusterSecretStore' && isReferent(backend)) {
    return { ready: VALID };
  }
  return connectAndAsk(store, connect, signal);
}
