import type { LabelSelector, LabelSelectorRequirement } from '../../../core/api/index.ts';
import { type JsonObject, listAt, objectsAt, textsAt } from '../../../core/runtime/index.ts';

const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'] as const;

function requirementsOf(selector: JsonObject): readonly LabelSelectorRequirement[] {
  return objectsAt(selector, 'matchExpressions').flatMap((expression) => {
    const operator = OPERATORS.find((known) => known === expression['operator']);
    const key = expression['key'];
    return operator === undefined || typeof key !== 'string'
      ? []
      : [
          {
            key,
            operator,
            values: listAt(expression, 'values').filter((value) => typeof value === 'string'),
          },
        ];
  });
}

/** A label selector of an object that the API server has, or would, let in. */
export function labelSelectorOf(selector: JsonObject): LabelSelector {
  return {
    matchLabels: textsAt(selector, 'matchLabels'),
    matchExpressions: requirementsOf(selector),
  };
}
