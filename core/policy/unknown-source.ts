import type { PolicyFinding, PolicyWorld, UnknownSource } from './contract.ts';
import { createFinding } from './create-finding.ts';

const ACTIONS = ['Deny', 'Warn', 'Audit'] as const;

/** What cannot be classified may name a store: as bad as the strongest policy there is (admission.md 2.2). */
export function unknownSources(
  unknown: readonly UnknownSource[],
  { policies }: PolicyWorld,
): readonly PolicyFinding[] {
  if (unknown.length === 0) {
    return [];
  }
  const governing = [...policies.byName.values()].filter(({ stores }) => stores.length > 0);
  const enforcement = ACTIONS.find((one) => governing.some(({ action }) => action === one));
  const names = governing
    .filter(({ action }) => action === enforcement)
    .map(({ name }) => name)
    .toSorted();
  return enforcement === undefined
    ? []
    : unknown.map(({ path, what }) =>
        createFinding({
          id: 'SPA-K005',
          enforcement,
          axis: 'placement',
          path,
          policies: names,
          message: `${what}; it could name a store or a key that policies must see`,
        }),
      );
}
