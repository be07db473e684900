import type { SecretsClient } from '../../provider/index.ts';
import { AppError } from '../../runtime/index.ts';
import type { ResolvedStore } from '../contract.ts';
import { createSession, type Session, type SessionDeps } from './session.ts';

/**
 * The certificates, CAs and tokens a session was opened with are replaced where they lie, with time to spare, and nobody
 * tells us. A session in constant use would keep the old ones until they end.
 */
const MAX_AGE_MS = 60 * 60_000;

export interface SessionsDeps extends SessionDeps {
  /** Logs in: one new session with the store. */
  readonly connect: (store: ResolvedStore, signal: AbortSignal) => Promise<SecretsClient>;
  /** A session nobody used for so long is closed. */
  readonly idleMs: number;
}

export interface Sessions {
  /** The store's session; a new login where there is none, it is an hour old, or the store changed since. */
  open(store: ResolvedStore): Session;
  /** Nobody is given this session any more. */
  retire(session: Session): void;
  /** Ends what is under way and resolves when every session is closed. */
  close(): Promise<void>;
}

function placeOf(store: ResolvedStore): string {
  const { kind, metadata } = store.store;
  return JSON.stringify([kind, metadata.namespace, metadata.name, store.namespace]);
}

function versionOf(store: ResolvedStore): string {
  return `${store.store.metadata.uid}/${store.store.metadata.generation}`;
}

async function connectAfter(
  earlier: Session | undefined,
  store: ResolvedStore,
  deps: SessionsDeps,
  signal: AbortSignal,
): Promise<SecretsClient> {
  await earlier?.client.catch(() => undefined);
  return deps.connect(store, signal);
}

/** One session a store and referent namespace; logins of one store follow each other. */
export function createSessions(deps: SessionsDeps): Sessions {
  const current = new Map<string, Session>();
  const open = new Set<Session>();
  const stop = new AbortController();

  function retire(session: Session): void {
    for (const [place, known] of current) {
      if (known === session) {
        current.delete(place);
      }
    }
    session.retire();
  }

  function retireIdle(): void {
    const before = deps.clock.monotonicMs() - deps.idleMs;
    for (const session of current.values()) {
      if (session.isIdleSince(before)) {
        retire(session);
      }
    }
  }

  function isFresh(session: Session, store: ResolvedStore): boolean {
    const ageMs = deps.clock.monotonicMs() - session.openedAtMs;
    return session.version === versionOf(store) && ageMs < MAX_AGE_MS;
  }

  function remember(place: string, session: Session): void {
    current.set(place, session);
    open.add(session);
    void session.closed.then(() => open.delete(session));
    session.client.catch(() => {
      retire(session);
    });
  }

  return {
    open(store) {
      if (stop.signal.aborted) {
        throw new AppError('ABORTED', 'the store sessions are closed');
      }
      retireIdle();
      const place = placeOf(store);
      const earlier = current.get(place);
      if (earlier !== undefined && isFresh(earlier, store)) {
        return earlier;
      }
      const client = connectAfter(earlier, store, deps, stop.signal);
      const session = createSession(versionOf(store), client, deps);
      earlier?.retire();
      remember(place, session);
      return session;
    },
    retire,
    async close() {
      stop.abort();
      for (const session of open) {
        session.retire();
      }
      current.clear();
      await Promise.all([...open].map(async (session) => session.closed));
    },
  };
}
