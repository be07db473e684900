import type { FileFinding } from '../finding.ts';
import { type JunitCase, type JunitSuite, renderJunit } from './junit-xml.ts';
import type { Format, Report } from './report.ts';

function caseOf(name: string, findings: readonly FileFinding[]): JunitCase {
  return {
    name,
    failures: findings
      .filter(({ severity }) => severity === 'error')
      .map(({ line, column, path, message, id }) => ({
        kind: 'failure',
        type: id,
        message: `${line}:${column}: ${path === '' ? '' : `${path}: `}${message}`,
      })),
  };
}

function suiteOf(file: string, { findings, objects }: Report): JunitSuite {
  const ofFile = findings.filter((finding) => finding.file === file);
  const labels = objects.filter((object) => object.file === file).map(({ label }) => label);
  const unread = ofFile.filter(({ object }) => object === '');
  return {
    name: file === '' ? 'cluster' : file,
    cases: [
      ...[...new Set(labels)].map((label) =>
        caseOf(
          label,
          ofFile.filter(({ object }) => object === label),
        ),
      ),
      ...(unread.length === 0 ? [] : [caseOf('YAML', unread)]),
    ],
  };
}

/** One suite a file, one case an object, a failure a refusal; what could not be read is an error. */
export const junit: Format = {
  render: (report) => {
    const files = new Set([
      ...report.files,
      ...report.objects.map(({ file }) => file),
      ...report.findings.map(({ file }) => file),
    ]);
    const unread: JunitSuite = {
      name: 'input',
      cases: report.unreadable.map((message) => ({
        name: message,
        failures: [{ kind: 'error', type: 'unreadable', message }],
      })),
    };
    return renderJunit([
      ...[...files].map((file) => suiteOf(file, report)),
      ...(unread.cases.length === 0 ? [] : [unread]),
    ]);
  },
};
