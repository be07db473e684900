import type { ErrorCode } from '../core/runtime/index.ts';

/** Exit codes of every command; docs/reference/cli.md and --help say the same. */
export const EXIT = {
  clean: 0,
  /** The judgement is no: findings, or a quick start that did not work. */
  findings: 1,
  usage: 2,
  /** A file or a cluster could not be read, or a verdict not be had. */
  unreadable: 3,
  /** A fault of Sallyport's own (EX_SOFTWARE of sysexits.h): never a judgement. */
  fault: 70,
  /** Stopped by a signal before the end; a shell's number for Ctrl-C. */
  interrupted: 130,
} as const;

/** Codes that say something else than "a file or a cluster could not be read". */
const SPECIAL: Readonly<Partial<Record<ErrorCode, number>>> = {
  CONFIG_INVALID: EXIT.usage,
  SPEC_INVALID: EXIT.usage,
  ABORTED: EXIT.interrupted,
  INTERNAL: EXIT.fault,
};

/** The exit code of a command that a fault ended. */
export function exitCodeOf(code: ErrorCode): number {
  return SPECIAL[code] ?? EXIT.unreadable;
}
