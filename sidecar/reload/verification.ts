import { join } from 'node:path';
import { ACKNOWLEDGE_DIRECTORY, type ReloadVerification } from '../../core/api/index.ts';
import { AppError, type Clock, toAppError } from '../../core/runtime/index.ts';
import { createHttpHook } from './http-hook.ts';

/** An application that has not taken the files by then will not. */
const PATIENCE_MS = 10_000;
const PERIOD_MS = 250;

/** Did the application take the new files? */
export interface Verification {
  readonly name: string;
  /** Resolves when it took those of each ExternalSecret named; HOOK_FAILED when it has not within 10 s. */
  check(externalSecrets: readonly string[], signal: AbortSignal): Promise<void>;
}

export interface VerificationDeps {
  readonly readFile: (path: string) => Promise<Uint8Array>;
  readonly generation: (externalSecret: string) => string | undefined;
  readonly clock: Clock;
}

async function acknowledged(name: string, deps: VerificationDeps): Promise<void> {
  const file = join(ACKNOWLEDGE_DIRECTORY, name);
  const bytes = await deps.readFile(file).catch((cause: unknown) => {
    throw new AppError('HOOK_FAILED', `the application wrote no ${file}`, { cause });
  });
  if (Buffer.from(bytes).toString('utf8').trim() !== deps.generation(name)) {
    throw new AppError('HOOK_FAILED', `${file} names another generation than the one delivered`);
  }
}

/** Tries until it succeeds or the patience is over; then the last fault is thrown. */
async function withPatience(
  attempt: () => Promise<void>,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const deadline = clock.monotonicMs() + PATIENCE_MS;
  for (;;) {
    try {
      await attempt();
      return;
    } catch (error) {
      signal.throwIfAborted();
      if (clock.monotonicMs() >= deadline) {
        const { message } = toAppError(error);
        const seconds = PATIENCE_MS / 1000;
        throw new AppError('HOOK_FAILED', `not taken within ${seconds} s: ${message}`, {
          cause: error,
        });
      }
    }
    await clock.sleep(PERIOD_MS, signal);
  }
}

export function createVerification(spec: ReloadVerification, deps: VerificationDeps): Verification {
  const hook = spec.kind === 'http' ? createHttpHook(spec) : undefined;

  async function attempt(externalSecrets: readonly string[], signal: AbortSignal): Promise<void> {
    if (hook !== undefined) {
      await hook.notify(signal);
      return;
    }
    for (const name of externalSecrets) {
      await acknowledged(name, deps);
    }
  }

  return {
    name: `verify ${hook === undefined ? 'file' : hook.name}`,
    check: async (externalSecrets, signal) =>
      withPatience(async () => attempt(externalSecrets, signal), deps.clock, signal),
  };
}
