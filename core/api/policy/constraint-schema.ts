import type { ObjectSchema } from 'joi';
import type { FieldSchemas, Mutable } from '../field-schema.ts';
import type {
  ExternalSecretConstraints,
  PolicyConstraints,
  PushSecretConstraints,
  StoreConstraints,
} from './access-policy.ts';

function externalSecret(f: FieldSchemas): ObjectSchema<Mutable<ExternalSecretConstraints>> {
  return f.object<ExternalSecretConstraints>({
    minRefreshInterval: f.text().description('Go duration. "Never again" is not shorter than it.'),
    allowedRefreshPolicies: f.list(f.choice('CreatedOnce', 'Periodic', 'OnChange')),
    creationPolicies: f.list(f.choice('Owner', 'Orphan', 'Merge', 'None', 'CreateOrMerge')),
    deletionPolicies: f.list(f.choice('Delete', 'Merge', 'Retain')),
    targetNames: f.object<NonNullable<ExternalSecretConstraints['targetNames']>>({
      allow: f.list(f.filled()),
      deny: f.list(f.filled()),
    }),
    secretTypes: f.list(f.filled()),
    allowManifestTargets: f.flag(),
    forbidTemplateFunctions: f.list(f.filled()),
    requiredLabels: f.map(),
    maxDataEntries: f.integer().min(0),
  });
}

function pushSecret(f: FieldSchemas): ObjectSchema<Mutable<PushSecretConstraints>> {
  return f.object<PushSecretConstraints>({
    deletionPolicies: f.list(f.choice('Delete', 'None')),
    allowLabelSelectors: f.flag(),
    allowMetadataRemoteNamespace: f.flag(),
  });
}

/** What a store's own definition must keep to. */
export function storeConstraintsSchema(f: FieldSchemas): ObjectSchema<Mutable<StoreConstraints>> {
  return f
    .object<StoreConstraints>({
      providers: f.list(f.filled()),
      requireExplicitAuth: f.flag(),
      allowedAuth: f.list(f.filled()),
      endpoints: f.list(f.filled()),
      requireConditions: f.flag(),
      requireSessionTags: f.flag(),
    })
    .meta({ shared: 'storeConstraints' });
}

export function constraintsSchema(f: FieldSchemas): ObjectSchema<Mutable<PolicyConstraints>> {
  return f.object<PolicyConstraints>({
    externalSecret: externalSecret(f),
    pushSecret: pushSecret(f),
    store: storeConstraintsSchema(f),
  });
}
