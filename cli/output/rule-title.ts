import { FINDINGS } from '../../core/api/index.ts';
import { CROSS_FINDINGS } from '../finding.ts';
import { YAML_FINDINGS } from '../yaml/index.ts';

const TITLES: Readonly<Record<string, string>> = {
  ...FINDINGS,
  ...YAML_FINDINGS,
  ...CROSS_FINDINGS,
};

/** A few words for a finding's id; the id itself for one that has none. */
export function titleOf(id: string): string {
  return TITLES[id] ?? id;
}
