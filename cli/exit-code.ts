/** Exit codes of every command; docs and --help say the same. */
export const EXIT = {
  clean: 0,
  /** The judgement is no: findings, or a quick start that did not work. */
  findings: 1,
  usage: 2,
  /** A file or a cluster could not be read. */
  unreadable: 3,
  /** Stopped by a signal before the end; a shell's number for Ctrl-C. */
  interrupted: 130,
} as const;
