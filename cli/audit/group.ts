import type { Style } from '../command.ts';
import type { AuditFinding } from './audit.ts';

/** How findings are put together for people. */
export type Grouping = 'namespace' | 'policy';

function headings({ namespace, policies }: AuditFinding, by: Grouping): readonly string[] {
  if (by === 'namespace') {
    return [namespace === '' ? 'In the whole cluster' : `Namespace ${namespace}`];
  }
  return policies.length === 0
    ? ['Validation, settings and facts']
    : policies.map((name) => `SecretAccessPolicy ${name}`);
}

function describe(finding: AuditFinding, style: Style): string {
  const { object, severity, path, message, id } = finding;
  const word = severity === 'error' ? style.red('error:') : `${severity}:`;
  const field = path === '' ? '' : `${path}: `;
  return `  ${object}: ${word} ${field}${message} ${style.dim(`[${id}]`)}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** Findings under headings, and a line that counts. */
export function describeAudit(
  findings: readonly AuditFinding[],
  objectCount: number,
  by: Grouping,
  style: Style,
): string {
  const groups = new Map<string, AuditFinding[]>();
  for (const finding of findings) {
    for (const heading of headings(finding, by)) {
      groups.set(heading, [...(groups.get(heading) ?? []), finding]);
    }
  }
  const blocks = [...groups]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([heading, members]) =>
      [
        `${style.bold(heading)}: ${count(members.length, 'finding')}`,
        ...members.map((finding) => describe(finding, style)),
      ].join('\n'),
    );
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const refused = new Set(
    findings.filter(({ severity }) => severity === 'error').map(({ object }) => object),
  ).size;
  const verdict =
    findings.length === 0
      ? style.green('no findings')
      : `${refused} would be refused today (${count(errors, 'error')}, ${count(findings.length - errors, 'other finding')})`;
  return `${[...blocks, `${count(objectCount, 'object')}: ${verdict}`].join('\n\n')}\n`;
}
