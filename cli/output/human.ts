import type { Style } from '../command.ts';
import type { CheckSeverity, FileFinding } from '../finding.ts';
import type { Format, Report } from './report.ts';

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function severityWord(severity: CheckSeverity, style: Style): string {
  switch (severity) {
    case 'error':
      return style.red('error:');
    case 'warning':
      return 'warning:';
    case 'note':
      return style.dim('note:');
  }
}

function placeOf({ file, line, column, object }: FileFinding): string {
  return file === '' ? `${object}:` : `${file}:${line}:${column}:`;
}

function describeFinding(finding: FileFinding, style: Style): string {
  const { severity, path, message, id, template } = finding;
  const place = style.bold(placeOf(finding));
  const field = path === '' ? '' : `${path}: `;
  const made = template === '' ? '' : ` (from ${template})`;
  return `${place} ${severityWord(severity, style)} ${field}${message}${made} ${style.dim(`[${id}]`)}`;
}

function describeCounts(findings: readonly FileFinding[]): string {
  const of = (wanted: CheckSeverity): number =>
    findings.filter(({ severity }) => severity === wanted).length;
  const notes = of('note');
  return [
    count(of('error'), 'error'),
    count(of('warning'), 'warning'),
    ...(notes === 0 ? [] : [count(notes, 'note')]),
  ].join(', ');
}

function describeRead({ objects, files }: Report): string {
  const read = count(objects.length, 'object');
  return files.length === 0 ? read : `${read} in ${count(files.length, 'file')}`;
}

/** One line a finding, `file:line:column: error: field: message [ID]`, and a line that counts. */
export const human: Format = {
  render: (report, style) => {
    const { findings, objects, unreadable } = report;
    if (objects.length + findings.length === 0 && unreadable.length > 0) {
      return '';
    }
    const lines = findings.map((finding) => describeFinding(finding, style));
    const verdict = findings.length === 0 ? style.green('no findings') : describeCounts(findings);
    return `${[...lines, `${describeRead(report)}: ${verdict}`].join('\n')}\n`;
  },
};
