import type { CheckSeverity, FileFinding } from '../finding.ts';

const RANK: Readonly<Record<CheckSeverity, number>> = { error: 0, warning: 1, note: 2 };

/** For formats that cut off what is too much: the worst first, otherwise in order. */
export function worstFirst(findings: readonly FileFinding[]): readonly FileFinding[] {
  return findings.toSorted((left, right) => RANK[left.severity] - RANK[right.severity]);
}
