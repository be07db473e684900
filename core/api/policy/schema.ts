import type { ArraySchema, ObjectSchema, Root } from 'joi';
import { fieldSchemas, type FieldSchemas, type Mutable } from '../field-schema.ts';
import type {
  AllowRule,
  DenyRule,
  SecretAccessPolicyBody,
  SecretAccessPolicySpec,
  StoreSelector,
  Subject,
} from './access-policy.ts';
import { constraintsSchema } from './constraint-schema.ts';
import { podPolicySchema } from './pod-schema.ts';
import { labelSelectorSchema, namespaceSelectorSchema } from './selector-schema.ts';

const VERBS = ['read', 'find', 'push'] as const;

function storeSelector(f: FieldSchemas): ObjectSchema<Mutable<StoreSelector>> {
  return f.object<StoreSelector>({
    kind: f.choice('SecretStore', 'ClusterSecretStore').required(),
    names: f.list(f.filled()).description('Names, with * for any run of characters.'),
    namespaces: f.list(f.filled()).description('SecretStore only: the namespaces it lies in.'),
    selector: labelSelectorSchema(f),
  });
}

function subjects(f: FieldSchemas): ArraySchema {
  return f
    .assumed(
      f.list(
        f.object<Subject>({
          kind: f.choice('User', 'Group', 'ServiceAccount').required(),
          name: f.filled().required(),
          namespace: f.namespace(),
        }),
      ),
      [],
    )
    .meta({ shared: 'subjects' });
}

function allowRule(f: FieldSchemas): ObjectSchema<Mutable<AllowRule>> {
  return f.object<AllowRule>({
    name: f.filled().required(),
    namespaces: namespaceSelectorSchema(f).description('Which namespaces; none means all.'),
    verbs: f.assumed(f.list(f.choice(...VERBS)), ['read']).description('Default: read.'),
    keys: f
      .object<AllowRule['keys']>({ allow: f.list(f.filled()).required() })
      .required()
      .description('Patterns of remote keys: * within a segment, ** for any number of segments.'),
    allowAbsolute: f.assumed(f.flag(), false),
    subjects: subjects(f).description('Who; none means anyone.'),
  });
}

function denyRule(f: FieldSchemas): ObjectSchema<Mutable<DenyRule>> {
  return f.object<DenyRule>({
    name: f.filled().required(),
    namespaces: namespaceSelectorSchema(f),
    verbs: f.assumed(f.list(f.choice(...VERBS)), [...VERBS]).description('Default: all.'),
    keys: f.list(f.filled()).required(),
    subjects: subjects(f),
    message: f.assumed(f.text(), '').description('The reason, for the person refused.'),
  });
}

function spec(f: FieldSchemas): ObjectSchema<Mutable<SecretAccessPolicySpec>> {
  return f
    .object<SecretAccessPolicySpec>({
      validationActions: f
        .list(f.choice('Deny', 'Warn', 'Audit'))
        .min(1)
        .required()
        .description('Deny, Warn, Audit, or Warn and Audit.'),
      stores: f
        .assumed(f.list(storeSelector(f)), [])
        .description('The stores this policy governs.'),
      rules: f
        .assumed(f.list(allowRule(f)), [])
        .description('Who may use which keys. What no rule allows is denied.'),
      deny: f.assumed(f.list(denyRule(f)), []).description('What nobody may; wins over rules.'),
      actor: f.assumed(
        f.object<SecretAccessPolicySpec['actor']>({ requireUse: f.assumed(f.flag(), false) }),
      ),
      allowDirectCredentials: f.assumed(f.flag(), false),
      constraints: f.assumed(constraintsSchema(f)),
      pods: podPolicySchema(f),
    })
    .required();
}

export function accessPolicySchema(joi: Root): ObjectSchema<Mutable<SecretAccessPolicyBody>> {
  const f = fieldSchemas(joi);
  return f.object<SecretAccessPolicyBody>({ spec: spec(f) });
}
