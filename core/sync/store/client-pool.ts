import type { SecretsClient } from '../../provider/index.ts';
import { AppError, type Clock, type Logger } from '../../runtime/index.ts';
import type { ClientPool, ResolvedStore } from '../contract.ts';

export interface ClientPoolDeps {
  /** Logs in: one new session with the store. */
  readonly connect: (store: ResolvedStore, signal: AbortSignal) => Promise<SecretsClient>;
  readonly clock: Clock;
  readonly log: Logger;
  /** A session nobody used for so long is closed. */
  readonly idleMs: number;
}

interface Session {
  /** uid and generation of the store it was opened for. */
  readonly version: string;
  readonly client: Promise<SecretsClient>;
  users: number;
  lastUsedMs: number;
  retired: boolean;
}

function placeOf(store: ResolvedStore): string {
  const { kind, metadata } = store.store;
  return JSON.stringify([kind, metadata.namespace, metadata.name, store.namespace]);
}

function versionOf(store: ResolvedStore): string {
  return `${store.store.metadata.uid}/${store.store.metadata.generation}`;
}

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

/**
 * Sessions by store and referent namespace. Concurrent users share one login, and a store is never logged into twice at
 * once. A session ends when the store's generation changes, when the backend no longer knows it, or when it lay idle; it is
 * closed once its last user is done.
 */
export function createClientPool(deps: ClientPoolDeps): ClientPool {
  const sessions = new Map<string, Session>();
  const closing = new Set<Promise<void>>();
  const stop = new AbortController();

  function closeWhenUnused(session: Session): void {
    if (!session.retired || session.users > 0) {
      return;
    }
    const closed = session.client
      .then(
        async (client) => client.close(),
        () => undefined,
      )
      .catch(() => {
        deps.log.debug('a store session did not close cleanly');
      });
    closing.add(closed);
    void closed.finally(() => closing.delete(closed));
  }

  function retire(place: string, session: Session): void {
    if (session.retired) {
      return;
    }
    session.retired = true;
    if (sessions.get(place) === session) {
      sessions.delete(place);
    }
    closeWhenUnused(session);
  }

  function retireIdle(): void {
    const before = deps.clock.monotonicMs() - deps.idleMs;
    for (const [place, session] of sessions) {
      if (session.users === 0 && session.lastUsedMs < before) {
        retire(place, session);
      }
    }
  }

  async function connectAfter(
    earlier: Session | undefined,
    store: ResolvedStore,
  ): Promise<SecretsClient> {
    await earlier?.client.catch(() => undefined);
    return deps.connect(store, stop.signal);
  }

  function sessionOf(store: ResolvedStore): Session {
    const place = placeOf(store);
    const earlier = sessions.get(place);
    const version = versionOf(store);
    if (earlier?.version === version) {
      return earlier;
    }
    const session: Session = {
      version,
      client: connectAfter(earlier, store),
      users: 0,
      lastUsedMs: deps.clock.monotonicMs(),
      retired: false,
    };
    if (earlier !== undefined) {
      retire(place, earlier);
    }
    sessions.set(place, session);
    session.client.catch(() => {
      retire(place, session);
    });
    return session;
  }

  async function useOnce<Result>(
    session: Session,
    work: (client: SecretsClient) => Promise<Result>,
    signal: AbortSignal,
  ): Promise<Result> {
    session.users += 1;
    try {
      return await work(await orAborted(session.client, signal));
    } finally {
      session.users -= 1;
      session.lastUsedMs = deps.clock.monotonicMs();
      closeWhenUnused(session);
    }
  }

  return {
    async use(store, work, signal) {
      stop.signal.throwIfAborted();
      retireIdle();
      const session = sessionOf(store);
      const loggedIn = session.client.then(
        () => true,
        () => false,
      );
      try {
        return await useOnce(session, work, signal);
      } catch (error) {
        const expired = error instanceof AppError && error.code === 'UNAUTHENTICATED';
        if (!expired || !(await loggedIn)) {
          throw error;
        }
        retire(placeOf(store), session);
        return useOnce(sessionOf(store), work, signal);
      }
    },
    async close() {
      stop.abort();
      for (const [place, session] of [...sessions]) {
        retire(place, session);
      }
      await Promise.all(closing);
    },
  };
}
