import type { LabelSelector, LabelSelectorRequirement } from '../api/index.ts';
import { isObject } from '../runtime/index.ts';

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

const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'] as const;

function readRequirement(raw: unknown): LabelSelectorRequirement | undefined {
  if (!isObject(raw) || typeof raw['key'] !== 'string') {
    return undefined;
  }
  const operator = OPERATORS.find((known) => known === raw['operator']);
  const values: unknown = raw['values'] ?? [];
  const texts: readonly unknown[] | undefined = Array.isArray(values) ? values : undefined;
  const read = texts?.filter((value) => typeof value === 'string');
  return operator === undefined || read === undefined || read.length !== texts?.length
    ? undefined
    : { key: raw['key'], operator, values: read };
}

function readLabels(raw: unknown): Readonly<Record<string, string>> | undefined {
  if (!isObject(raw)) {
    return undefined;
  }
  const entries = Object.entries(raw).flatMap(([key, value]) =>
    typeof value === 'string' ? [[key, value] as const] : [],
  );
  return entries.length === Object.keys(raw).length ? Object.fromEntries(entries) : undefined;
}

/** A label selector as it came over the wire; undefined where any of it cannot be read. */
export function readLabelSelector(raw: unknown): LabelSelector | undefined {
  if (!isObject(raw)) {
    return undefined;
  }
  const matchLabels = readLabels(raw['matchLabels'] ?? {});
  const list: unknown = raw['matchExpressions'] ?? [];
  const wanted: readonly unknown[] | undefined = Array.isArray(list) ? list : undefined;
  const matchExpressions = wanted?.map(readRequirement).filter((one) => one !== undefined);
  return matchLabels === undefined ||
    matchExpressions === undefined ||
    matchExpressions.length !== wanted?.length
    ? undefined
    : { matchLabels, matchExpressions };
}
