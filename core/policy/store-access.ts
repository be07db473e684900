import type { StoreCondition } from '../api/index.ts';
import { AppError } from '../runtime/index.ts';
import { compileRegexp } from '../template/index.ts';
import { matchesLabels } from './label-selector.ts';

/** The namespace that asks. */
export interface NamespaceFacts {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

function matchesRegexp(source: string, name: string): boolean {
  const regexp = compileRegexp(source);
  if (!regexp.ok) {
    throw new AppError('SPEC_INVALID', `spec.conditions.namespaceRegexes: ${regexp.message}`);
  }
  return regexp.value.test(name);
}

function meets(condition: StoreCondition, namespace: NamespaceFacts): boolean {
  const { namespaceSelector, namespaces, namespaceRegexes } = condition;
  return (
    (namespaceSelector !== undefined && matchesLabels(namespaceSelector, namespace.labels)) ||
    (namespaces ?? []).includes(namespace.name) ||
    (namespaceRegexes ?? []).some((source) => matchesRegexp(source, namespace.name))
  );
}

/** Do the conditions name labels, so that they must be read before the question is asked? */
export function needsNamespaceLabels(conditions: readonly StoreCondition[]): boolean {
  return conditions.some(({ namespaceSelector }) => namespaceSelector !== undefined);
}

/**
 * May this namespace use a ClusterSecretStore with these conditions (eso.md 1.2)? None means all; otherwise one condition
 * must hold, by any of its members. Regular expressions are RE2 and not anchored. SPEC_INVALID for one that does not parse.
 */
export function isNamespaceAllowed(
  conditions: readonly StoreCondition[],
  namespace: NamespaceFacts,
): boolean {
  return conditions.length === 0 || conditions.some((condition) => meets(condition, namespace));
}
