import { AppError } from '../../core/runtime/index.ts';
import type { CommandDeps } from '../command.ts';
import { createStyle } from '../style.ts';
import type { OutputChoice } from './choice.ts';
import type { Report } from './report.ts';

export interface ReportDeps extends Pick<CommandDeps, 'write' | 'style'> {
  readonly writeFile: (path: string, text: string) => Promise<void>;
}

/** Writes a report in every form that was asked for. CONFIG_INVALID when a file cannot be written. */
export async function writeReport(
  report: Report,
  outputs: readonly OutputChoice[],
  deps: ReportDeps,
): Promise<void> {
  for (const { format, path } of outputs) {
    if (path === undefined) {
      deps.write(format.render(report, deps.style));
      continue;
    }
    try {
      await deps.writeFile(path, format.render(report, createStyle(false, undefined)));
    } catch (error) {
      throw new AppError('CONFIG_INVALID', `cannot write ${path}`, { cause: error });
    }
  }
}
