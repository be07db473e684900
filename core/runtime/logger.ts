import type { Clock } from './clock.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Levels by who must act: error = our bug or lost data; warn = operator should look; info = life cycle and changes. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  child(fields: LogFields): Logger;
}

const RANK: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

export interface LoggerDeps {
  readonly level: LogLevel;
  readonly clock: Clock;
  readonly write: (line: string) => void;
}

/** JSON lines: time, level, message, then the fields. */
export function createLogger(deps: LoggerDeps, bound: LogFields = {}): Logger {
  function emit(level: LogLevel, message: string, fields: LogFields | undefined): void {
    if (RANK[level] < RANK[deps.level]) {
      return;
    }
    const line = { time: deps.clock.now().toISOString(), level, message, ...bound, ...fields };
    deps.write(`${JSON.stringify(line)}\n`);
  }
  return {
    debug: (message, fields) => {
      emit('debug', message, fields);
    },
    info: (message, fields) => {
      emit('info', message, fields);
    },
    warn: (message, fields) => {
      emit('warn', message, fields);
    },
    error: (message, fields) => {
      emit('error', message, fields);
    },
    child: (fields) => createLogger(deps, { ...bound, ...fields }),
  };
}
