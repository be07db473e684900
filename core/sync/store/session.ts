import type { SecretsClient } from '../../provider/index.ts';
import type { Clock, Logger } from '../../runtime/index.ts';

/** A login, done or under way, and who uses it. It is closed once it is retired and its last user is done. */
export interface Session {
  /** uid and generation of the store it was opened for. */
  readonly version: string;
  /** When the login began, by the monotonic clock. */
  readonly openedAtMs: number;
  readonly client: Promise<SecretsClient>;
  /** Resolves when the client is closed. */
  readonly closed: Promise<void>;
  acquire(): void;
  release(): void;
  retire(): void;
  /** Nobody has used it since this time of the monotonic clock. */
  isIdleSince(monotonicMs: number): boolean;
}

export interface SessionDeps {
  readonly clock: Clock;
  readonly log: Logger;
}

export function createSession(
  version: string,
  client: Promise<SecretsClient>,
  deps: SessionDeps,
): Session {
  const openedAtMs = deps.clock.monotonicMs();
  let users = 0;
  let lastUsedMs = openedAtMs;
  let isRetired = false;
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });

  async function closeAtEnd(): Promise<void> {
    await ended;
    try {
      const opened = await client.catch(() => undefined);
      await opened?.close();
    } catch {
      deps.log.debug('a store session did not close cleanly');
    }
  }

  function count(change: number): void {
    users += change;
    lastUsedMs = deps.clock.monotonicMs();
    endWhenUnused();
  }
  function endWhenUnused(): void {
    if (isRetired && users === 0) {
      end();
    }
  }

  return {
    version,
    openedAtMs,
    client,
    closed: closeAtEnd(),
    acquire() {
      count(1);
    },
    release() {
      count(-1);
    },
    retire() {
      isRetired = true;
      endWhenUnused();
    },
    isIdleSince: (monotonicMs) => users === 0 && lastUsedMs <= monotonicMs,
  };
}
