import type { Severity } from '../../core/api/index.ts';
import type { Style } from '../command.ts';
import type { Position } from '../yaml/index.ts';

/** Something to say about a place in a file. */
export interface RenderFinding {
  readonly file: string;
  readonly position: Position;
  readonly severity: Severity;
  readonly message: string;
  /** The line of the place, for a look at it; undefined leaves the look out. */
  readonly excerpt: string | undefined;
}

/** Characters of a long line that are shown. */
const WIDTH = 100;

/** `file:line:column: error: message`, and the line with a caret below the place. */
export function describeFinding(finding: RenderFinding, style: Style): string {
  const { file, position, severity, message, excerpt } = finding;
  const place = style.bold(`${file}:${position.line}:${position.column}:`);
  const word = severity === 'error' ? style.red('error:') : 'warning:';
  const look = excerpt === undefined ? '' : describeExcerpt(excerpt, position, style);
  return `${place} ${word} ${message}\n${look}`;
}

function describeExcerpt(text: string, { line, column }: Position, style: Style): string {
  const from = Math.max(0, Math.min(column - 1 - WIDTH / 2, text.length - WIDTH));
  const shown = text.slice(from, from + WIDTH).trimEnd();
  const before = text.slice(from, column - 1).replaceAll(/[^\t]/gu, ' ');
  const number = String(line);
  return (
    `${style.dim(`${number.padStart(5)} | `)}${shown}\n` +
    `${style.dim(`${''.padStart(Math.max(5, number.length))} | `)}${before}${style.red('^')}\n`
  );
}
