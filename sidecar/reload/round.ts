import { type AppError, toAppError } from '../../core/runtime/index.ts';
import type { ReloadHook } from './hook.ts';
import type { Verification } from './verification.ts';

export interface RoundDeps {
  /** Called in this order. */
  readonly hooks: readonly ReloadHook[];
  /** Asked after all hooks were heard; absent: being heard is enough. */
  readonly verification?: Verification;
  /**
   * Puts the previous files of these ExternalSecrets back, because the application did not take the new ones; says of which it
   * did. Absent: the hooks are called again, until the application takes them.
   */
  readonly rollBack?: (
    externalSecrets: readonly string[],
    signal: AbortSignal,
  ) => Promise<readonly string[]>;
  readonly onResult: (hook: string, error: AppError | undefined) => void;
}

/** One telling of the application, as far as it has come. */
export interface Round {
  /** This ExternalSecret's files changed. */
  add(externalSecret: string): void;
  /** All hooks are to be called, whatever came of the last calls. */
  begin(): void;
  /** Is something still to be done? */
  isPending(): boolean;
  /** Calls what is to be called, and asks whether it was taken. */
  attempt(signal: AbortSignal): Promise<void>;
}

/** Did it go well? Every end is reported, but for one that the stopping caused. */
async function isDone(
  name: string,
  work: Promise<void>,
  onResult: RoundDeps['onResult'],
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await work;
    onResult(name, undefined);
    return true;
  } catch (error) {
    if (!signal.aborted) {
      onResult(name, toAppError(error));
    }
    return false;
  }
}

export function createRound({ hooks, verification, rollBack, onResult }: RoundDeps): Round {
  const pending = new Set<ReloadHook>();
  /** Whose files changed since the application last took some. */
  const untaken = new Set<string>();

  function begin(): void {
    hooks.forEach((hook) => pending.add(hook));
  }

  async function callPending(signal: AbortSignal): Promise<void> {
    for (const hook of hooks) {
      if (!pending.has(hook) || signal.aborted) {
        continue;
      }
      if (await isDone(hook.name, hook.notify(signal), onResult, signal)) {
        pending.delete(hook);
      }
    }
  }

  /** After a rollback the application is told once more; whether it takes what it had is not asked. */
  async function giveBack(names: readonly string[], signal: AbortSignal): Promise<void> {
    const restored = (await rollBack?.(names, signal)) ?? [];
    begin();
    if (restored.length > 0) {
      untaken.clear();
      await callPending(signal);
    }
  }

  async function verify(signal: AbortSignal): Promise<void> {
    const names = [...untaken];
    const isTaken =
      verification === undefined ||
      (await isDone(verification.name, verification.check(names, signal), onResult, signal));
    if (isTaken) {
      names.forEach((name) => untaken.delete(name));
    } else if (!signal.aborted) {
      await giveBack(names, signal);
    }
  }

  return {
    add: (externalSecret) => void untaken.add(externalSecret),
    begin,
    isPending: () => pending.size > 0,
    async attempt(signal) {
      await callPending(signal);
      if (pending.size === 0 && untaken.size > 0 && !signal.aborted) {
        await verify(signal);
      }
    },
  };
}
