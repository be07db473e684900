import type { Style } from '../command.ts';
import type { Grant, Subject } from '../world/rbac/index.ts';

function describeSubject({ kind, namespace, name }: Subject): string {
  return `${kind} ${namespace === '' ? name : `${namespace}/${name}`}`;
}

/** A line a grant, in columns. */
export function describeGrants(grants: readonly Grant[], store: string, style: Style): string {
  if (grants.length === 0) {
    return `Nobody has the verb use on ${store}, but for system:masters.\n`;
  }
  const rows = grants
    .map(({ subject, namespace, binding, role }) => [
      describeSubject(subject),
      namespace === '' ? 'every namespace' : namespace,
      `${binding}, ${role}`,
    ])
    .toSorted((left, right) => (left.join('\0') < right.join('\0') ? -1 : 1));
  const head = ['WHO', 'IN', 'BY'];
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => (row[column] ?? '').length)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return `${[style.bold(line(head)), ...rows.map(line)].join('\n')}\n`;
}
