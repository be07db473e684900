import type { CheckedObject, FileFinding } from '../finding.ts';
import type { Style } from '../command.ts';

/** What an output format is made of. */
export interface Report {
  readonly findings: readonly FileFinding[];
  readonly objects: readonly CheckedObject[];
  readonly files: readonly string[];
  /** Why something could not be read or judged, each a sentence. */
  readonly unreadable: readonly string[];
}

export interface Format {
  /** The whole output, its last line ended. */
  render(report: Report, style: Style): string;
}
