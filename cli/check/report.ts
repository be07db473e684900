import type { Style } from '../command.ts';
import type { CheckResult } from './check-files.ts';
import type { FileFinding } from './finding.ts';

/** One line a finding, `file:line:column: error: field: message [ID]`, and a line that counts. */
export function describeResult(
  { findings, objectCount }: CheckResult,
  fileCount: number,
  style: Style,
): string {
  const lines = findings.map((finding) => describeFinding(finding, style));
  const read = `${count(objectCount, 'object')} in ${count(fileCount, 'file')}`;
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.length - errors;
  const verdict =
    findings.length === 0
      ? style.green('no findings')
      : [count(errors, 'error'), count(warnings, 'warning')].join(', ');
  return `${[...lines, `${read}: ${verdict}`].join('\n')}\n`;
}

function describeFinding(finding: FileFinding, style: Style): string {
  const { file, line, column, severity, path, message, id } = finding;
  const place = style.bold(`${file}:${line}:${column}:`);
  const word = severity === 'error' ? style.red('error:') : 'warning:';
  const field = path === '' ? '' : `${path}: `;
  return `${place} ${word} ${field}${message} ${style.dim(`[${id}]`)}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
