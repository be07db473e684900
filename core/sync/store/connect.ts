import type { RetrySettings } from '../../api/index.ts';
import { connectStore, type ProviderContext, type SecretsClient } from '../../provider/index.ts';
import { AppError, parseGoDuration } from '../../runtime/index.ts';
import type { ResolvedStore } from '../contract.ts';

/** What every session of this process has in common. */
export type StoreConnectorDeps = Pick<
  ProviderContext,
  'reader' | 'tokens' | 'identity' | 'environment' | 'clock' | 'random' | 'log'
> & {
  /** Counts a request to a backend; `store` says which one asked. */
  readonly countCall: (store: ResolvedStore, call: string, status: 'success' | 'error') => void;
};

/** Where retrySettings is silent: three tries more, as ESO's AWS client has it (eso.md 5.3). */
const DEFAULT_MAX_RETRIES = 3;
const DEFAULT_INTERVAL_MS = 500;

function toRetry(settings: RetrySettings | undefined): ProviderContext['retry'] {
  const interval = settings?.retryInterval;
  const intervalMs = interval === undefined ? DEFAULT_INTERVAL_MS : parseGoDuration(interval);
  if (intervalMs === undefined) {
    throw new AppError(
      'SPEC_INVALID',
      `spec.retrySettings.retryInterval: ${JSON.stringify(interval)} is no duration; write it as "10s"`,
    );
  }
  return { maxRetries: settings?.maxRetries ?? DEFAULT_MAX_RETRIES, intervalMs };
}

/** The `connect` of a client pool: logs into a resolved store through its provider. */
export function createStoreConnector(
  deps: StoreConnectorDeps,
): (store: ResolvedStore, signal: AbortSignal) => Promise<SecretsClient> {
  const { reader, tokens, identity, environment, clock, random, log } = deps;
  return async (resolved, signal) => {
    const { kind, metadata, spec } = resolved.store;
    const context: ProviderContext = {
      store: { kind, name: metadata.name, namespace: resolved.namespace },
      retry: toRetry(spec.retrySettings),
      reader,
      tokens,
      identity,
      environment,
      clock,
      random,
      log: log.child({ storeKind: kind, store: metadata.name, namespace: resolved.namespace }),
      countCall: (call, status) => {
        deps.countCall(resolved, call, status);
      },
    };
    return connectStore(spec.backend, context, signal);
  };
}
