import type { ObjectSchema, Root } from 'joi';
import { fieldSchemas, type FieldSchemas, type Mutable } from '../field-schema.ts';
import type {
  ActorTable,
  DelegatedActor,
  SecretAccessConfigBody,
  SecretAccessConfigSpec,
} from './access-config.ts';
import { storeConstraintsSchema } from './constraint-schema.ts';

function actors(f: FieldSchemas): ObjectSchema<Mutable<ActorTable>> {
  return f.object<ActorTable>({
    delegated: f
      .assumed(
        f.list(
          f.object<DelegatedActor>({
            user: f.filled().required().description('Exact name of the deployer.'),
            serviceAccount: f.name().required().description('In the namespace of the object.'),
          }),
        ),
        [],
      )
      .description('Deployers that act for a service account of each namespace.'),
    trusted: f
      .assumed(
        f.object<ActorTable['trusted']>({
          users: f.assumed(f.list(f.filled()), []),
          groups: f.assumed(f.list(f.filled()), []),
        }),
      )
      .description('Not asked for the right to use a store; every other rule holds for them.'),
  });
}

function spec(f: FieldSchemas): ObjectSchema<Mutable<SecretAccessConfigSpec>> {
  return f
    .object<SecretAccessConfigSpec>({
      ungoverned: f
        .assumed(f.choice('Allow', 'Warn', 'Deny'), 'Allow')
        .description('Use of a store that no Deny policy governs.'),
      tenantStores: f
        .object<NonNullable<SecretAccessConfigSpec['tenantStores']>>({
          validationAction: f.assumed(f.choice('Deny', 'Warn', 'Audit'), 'Deny'),
          constraints: storeConstraintsSchema(f).required(),
        })
        .description('What every SecretStore must keep to.'),
      actors: f.assumed(actors(f)),
      bypass: f
        .assumed(f.choice('Nobody', 'Users'), 'Nobody')
        .description('Who may pass by a policy with the verb bypass on it.'),
      revealPatterns: f.assumed(f.choice('Own', 'All', 'None'), 'Own'),
      redactKeys: f.assumed(f.flag(), false),
      docsURLTemplate: f.assumed(f.text(), ''),
      clusterName: f.assumed(f.text(), ''),
    })
    .required();
}

export function accessConfigSchema(joi: Root): ObjectSchema<Mutable<SecretAccessConfigBody>> {
  const f = fieldSchemas(joi);
  return f.object<SecretAccessConfigBody>({ spec: spec(f) });
}
