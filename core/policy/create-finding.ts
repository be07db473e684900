import type { FindingId, ValidationAction } from '../api/index.ts';
import type { Axis, PolicyFinding, StoreId } from './contract.ts';

export interface FindingParts {
  readonly id: FindingId;
  readonly enforcement: ValidationAction;
  readonly axis: Axis;
  readonly path: string;
  readonly message: string;
  readonly policies: readonly string[];
  readonly store?: StoreId;
}

export function createFinding(parts: FindingParts): PolicyFinding {
  return { ...parts, severity: parts.enforcement === 'Deny' ? 'error' : 'warning' };
}

const ORDER = new Intl.Collator('en', { numeric: true });

/** By path, id, policy: the same whatever order policies came in. */
export function compareFindings(a: PolicyFinding, b: PolicyFinding): number {
  return (
    ORDER.compare(a.path, b.path) ||
    (a.id < b.id ? -1 : Number(a.id > b.id)) ||
    ORDER.compare(a.policies.join(), b.policies.join()) ||
    ORDER.compare(a.message, b.message)
  );
}
