import type { Finding } from './finding.ts';

/** The order findings are told in: by path, numbers by their size; then by id. */
export function compareFindings(a: Finding, b: Finding): number {
  const byPath = a.path.localeCompare(b.path, 'en', { numeric: true });
  return byPath === 0 ? a.id.localeCompare(b.id, 'en') : byPath;
}
