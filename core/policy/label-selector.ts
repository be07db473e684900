import type { LabelSelector, LabelSelectorRequirement } from '../api/index.ts';

type Labels = Readonly<Record<string, string>>;

function meets(requirement: LabelSelectorRequirement, labels: Labels): boolean {
  const value = Object.hasOwn(labels, requirement.key) ? labels[requirement.key] : undefined;
  const values = requirement.values ?? [];
  switch (requirement.operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
  }
}

/** Kubernetes label selector: every member must hold; an empty selector matches everything. */
export function matchesLabels(selector: LabelSelector, labels: Labels): boolean {
  return (
    Object.entries(selector.matchLabels ?? {}).every(
      ([key, value]) => Object.hasOwn(labels, key) && labels[key] === value,
    ) && (selector.matchExpressions ?? []).every((requirement) => meets(requirement, labels))
  );
}
