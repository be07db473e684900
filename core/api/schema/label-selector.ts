import type { ObjectSchema } from 'joi';
import type { FieldSchemas, Mutable } from '../field-schema.ts';
import type { LabelSelector, LabelSelectorRequirement } from '../object.ts';

export function labelSelector(f: FieldSchemas): ObjectSchema<Mutable<LabelSelector>> {
  return f
    .object<LabelSelector>({
      matchLabels: f.map(),
      matchExpressions: f.list(
        f.object<LabelSelectorRequirement>({
          key: f.text().required(),
          operator: f.choice('In', 'NotIn', 'Exists', 'DoesNotExist').required(),
          values: f.list(f.text()),
        }),
      ),
    })
    .meta({ shared: 'labelSelector' });
}
