import type { ObjectSchema } from 'joi';
import type { FieldSchemas, Mutable } from '../field-schema.ts';
import type { PodPolicy, PodRule } from './access-policy.ts';
import { namespaceSelectorSchema } from './selector-schema.ts';

function podRule(f: FieldSchemas): ObjectSchema<Mutable<PodRule>> {
  return f.object<PodRule>({
    name: f.filled().required(),
    serviceAccounts: f.list(f.filled()).required(),
    externalSecrets: f.list(f.filled()).required(),
    uses: f.assumed(f.list(f.choice('OptIn', 'Reference')), ['OptIn', 'Reference']),
  });
}

export function podPolicySchema(f: FieldSchemas): ObjectSchema<Mutable<PodPolicy>> {
  return f
    .object<PodPolicy>({
      namespaces: namespaceSelectorSchema(f)
        .required()
        .description('Where Pods are checked; nowhere else.'),
      externalSecrets: f.list(f.filled()),
      rules: f.assumed(f.list(podRule(f)), []),
    })
    .description('Which Pods may opt in to an ExternalSecret, or mount or name its Secret.');
}
