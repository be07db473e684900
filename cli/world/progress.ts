import type { CommandDeps } from '../command.ts';

/** Says on standard error what a command is at, once it takes long; quick commands stay silent. */
export interface Progress {
  readonly say: (what: string) => void;
}

const PATIENCE_MS = 2_000;

export function createProgress({
  clock,
  writeError,
}: Pick<CommandDeps, 'clock' | 'writeError'>): Progress {
  const startedAt = clock.monotonicMs();
  return {
    say: (what) => {
      const elapsedMs = clock.monotonicMs() - startedAt;
      if (elapsedMs >= PATIENCE_MS) {
        writeError(`reading ${what} (${Math.round(elapsedMs / 1000)} s)\n`);
      }
    },
  };
}
