import type { ExternalSecret } from '../core/api/index.ts';
import { createFollower, type Follower, type FollowerDeps } from './follower.ts';

/** When each ExternalSecret is due. Each has one pass at a time; several ExternalSecrets pass side by side. */
export interface Scheduler {
  /** The ExternalSecret as it now is. Equal in what matters to a refresh: nothing happens. */
  put(externalSecret: ExternalSecret): void;
  /** The ExternalSecret is gone: no further passes; what was delivered stays. */
  remove(name: string): void;
  /** Something it is made of changed: a pass now, or after the one under way. */
  wake(name: string): void;
  /** This sidecar became the writer of its native Secret. */
  elected(name: string): void;
  /** Somebody else's hand was in its native Secret. */
  drifted(name: string): void;
  /** The ExternalSecrets as they now are. */
  current(): readonly ExternalSecret[];
  wakeAll(): void;
  /** Runs passes until `signal` aborts; resolves when the last has ended. A broken loop is thrown. */
  run(signal: AbortSignal): Promise<void>;
}

export function createScheduler(deps: FollowerDeps): Scheduler {
  const followers = new Map<string, Follower>();
  const loops = new Map<string, Promise<void>>();
  let running:
    { readonly signal: AbortSignal; readonly fail: (cause: unknown) => void } | undefined;

  /** One that was deleted and made anew waits for the last pass of its predecessor, which writes to the same place. */
  function begin(follower: Follower, name: string): void {
    if (running === undefined) {
      return;
    }
    const { signal, fail } = running;
    const before = loops.get(name) ?? Promise.resolve();
    const loop = before.then(async () => follower.run(signal)).catch(fail);
    loops.set(name, loop);
  }

  return {
    put(externalSecret) {
      const { name } = externalSecret.metadata;
      const known = followers.get(name);
      if (known !== undefined) {
        known.put(externalSecret);
        return;
      }
      const follower = createFollower(externalSecret, deps);
      followers.set(name, follower);
      begin(follower, name);
    },
    remove(name) {
      followers.get(name)?.end();
      followers.delete(name);
    },
    wake(name) {
      followers.get(name)?.wake('due');
    },
    elected(name) {
      followers.get(name)?.wake('start');
    },
    drifted(name) {
      followers.get(name)?.wake('drifted');
    },
    current: () => [...followers.values()].map((follower) => follower.current()),
    wakeAll() {
      for (const follower of followers.values()) {
        follower.wake('due');
      }
    },
    async run(signal) {
      await new Promise<void>((resolve, reject) => {
        running = { signal, fail: reject };
        signal.addEventListener('abort', () => {
          resolve();
        });
        followers.forEach(begin);
        if (signal.aborted) {
          resolve();
        }
      });
      await Promise.all(loops.values());
    },
  };
}
