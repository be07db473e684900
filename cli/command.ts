import type { Clock } from '../core/runtime/index.ts';

/** What a command may reach of the process. */
export interface CommandDeps {
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
  readonly style: Style;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Aborts on SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
}

/** Words for terminals; without colour each function gives its text back. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly green: (text: string) => string;
  readonly red: (text: string) => string;
}

/** One subcommand. `run` resolves to the exit code; CLI-wide codes are in cli/exit-code.ts. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  run(args: readonly string[], deps: CommandDeps): Promise<number>;
}
