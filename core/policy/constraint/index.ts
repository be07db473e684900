import type { PolicyFinding, PolicyRequest, PolicyWorld } from '../contract.ts';
import type { PlacedUse } from '../use-check.ts';

/** What constraints of the governing policies say of the object itself (admission.md 2.8, step 7). */
export function constraintFindings(
  _request: PolicyRequest,
  _placed: readonly PlacedUse[],
  _world: PolicyWorld,
): readonly PolicyFinding[] {
  return [];
}
