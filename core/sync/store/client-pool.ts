import type { SecretsClient } from '../../provider/index.ts';
import { AppError } from '../../runtime/index.ts';
import type { ClientPool } from '../contract.ts';
import type { Session } from './session.ts';
import { createSessions, type SessionsDeps } from './sessions.ts';

export type ClientPoolDeps = SessionsDeps;

/** The promise's outcome, or the abort, whichever comes first: one caller's abort does not end a login others wait for. */
async function orAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  signal.throwIfAborted();
  let ring = (): void => {};
  const aborted = new Promise<void>((resolve) => {
    ring = resolve;
  });
  signal.addEventListener('abort', ring, { once: true });
  try {
    return await Promise.race([
      promise,
      aborted.then((): never => {
        throw new AppError('ABORTED', 'the operation was stopped');
      }),
    ]);
  } finally {
    signal.removeEventListener('abort', ring);
  }
}

async function isOpen(session: Session): Promise<boolean> {
  return session.client.then(
    () => true,
    () => false,
  );
}

async function useOnce<Result>(
  session: Session,
  work: (client: SecretsClient) => Promise<Result>,
  signal: AbortSignal,
): Promise<Result> {
  session.acquire();
  try {
    return await work(await orAborted(session.client, signal));
  } finally {
    session.release();
  }
}

/**
 * Sessions by store and referent namespace. Concurrent users share one login, and a store is never logged into twice at
 * once. A session ends when the store's generation changes, when the backend no longer knows it, after an hour, or when it lay idle.
 */
export function createClientPool(deps: ClientPoolDeps): ClientPool {
  const sessions = createSessions(deps);

  return {
    async use(store, work, signal) {
      const session = sessions.open(store);
      try {
        return await useOnce(session, work, signal);
      } catch (error) {
        const isExpired = error instanceof AppError && error.code === 'UNAUTHENTICATED';
        if (!isExpired || !(await isOpen(session))) {
          throw error;
        }
        sessions.retire(session);
        return useOnce(sessions.open(store), work, signal);
      }
    },
    async close() {
      await sessions.close();
    },
  };
}
