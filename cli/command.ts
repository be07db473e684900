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

/** One option of a command, named in its table without the dashes. */
export interface CommandOption {
  readonly help: string;
  readonly short?: string;
  /** What stands for its value in --help ("FILE"); a switch has none. A shell completes FILE with paths. */
  readonly value?: string;
  /** The only values it takes. */
  readonly choices?: readonly string[];
  readonly repeatable?: boolean;
}

export type OptionTable = Readonly<Record<string, CommandOption>>;

/** One subcommand. `run` resolves to the exit code; CLI-wide codes are in cli/exit-code.ts. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  /** What shell completion offers; defineCommand of cli/define-command.ts fills it in. */
  readonly options?: OptionTable;
  readonly subcommands?: readonly Command[];
  run(args: readonly string[], deps: CommandDeps): Promise<number>;
}
