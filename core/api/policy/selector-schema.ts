import type { ObjectSchema } from 'joi';
import type { FieldSchemas, Mutable } from '../field-schema.ts';
import type { LabelSelector, LabelSelectorRequirement } from '../object.ts';
import type { NamespaceSelector } from './access-policy.ts';

export function labelSelectorSchema(f: FieldSchemas): ObjectSchema<Mutable<LabelSelector>> {
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

/** Names and labels of namespaces, as rules and pods write them. */
export function namespaceSelectorSchema(f: FieldSchemas): ObjectSchema<Mutable<NamespaceSelector>> {
  return f
    .object<NamespaceSelector>({ names: f.list(f.filled()), selector: labelSelectorSchema(f) })
    .meta({ shared: 'namespaceSelector' });
}
