import type { CheckSeverity, FileFinding } from '../finding.ts';
import type { Format } from './report.ts';
import { worstFirst } from './severity.ts';

/** A step shows this many of each kind and silently drops the others (admission.md 4.2). */
const SHOWN = 10;

const COMMANDS: Readonly<Record<CheckSeverity, string>> = {
  error: 'error',
  warning: 'warning',
  note: 'notice',
};

function escapeMessage(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** Lines of Helm's output say nothing of the template's own: then only the template is named. */
function placeOf({ file, line, column, template }: FileFinding): Readonly<Record<string, string>> {
  if (template !== '') {
    return { file: template };
  }
  return file === '-' || file === ''
    ? {}
    : { file: file.replaceAll('\\', '/'), line: String(line), col: String(column) };
}

function annotation(finding: FileFinding): string {
  const { severity, object, path, message, id } = finding;
  const properties = Object.entries({ ...placeOf(finding), title: `${id} ${object}`.trim() })
    .map(([name, value]) => `${name}=${escapeProperty(value)}`)
    .join(',');
  const field = path === '' ? '' : `${path}: `;
  return `::${COMMANDS[severity]} ${properties}::${escapeMessage(`${field}${message} [${id}]`)}`;
}

function annotations(findings: readonly FileFinding[], severity: CheckSeverity): readonly string[] {
  const wanted = findings.filter((finding) => finding.severity === severity);
  if (wanted.length <= SHOWN) {
    return wanted.map(annotation);
  }
  const left = wanted.length - SHOWN + 1;
  const more = `::${COMMANDS[severity]} title=sallyport::${left} more findings of this kind; run sallyport check -o human to see them all`;
  return [...wanted.slice(0, SHOWN - 1).map(annotation), more];
}

/** Workflow commands of GitHub Actions; what a step would drop is counted instead. */
export const github: Format = {
  render: ({ findings, unreadable }) => {
    const sorted = worstFirst(findings);
    const lines = [
      ...unreadable.map((reason) => `::error title=sallyport::${escapeMessage(reason)}`),
      ...(['error', 'warning', 'note'] as const).flatMap((severity) =>
        annotations(sorted, severity),
      ),
    ];
    return lines.map((line) => `${line}\n`).join('');
  },
};
