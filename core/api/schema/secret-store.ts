import type { ObjectSchema, Root } from 'joi';
import { backendSchemas } from '../backend/schemas.ts';
import { openBaoSchema } from '../backend/vault.ts';
import { fieldSchemas, type FieldSchemas, type Mutable } from '../field-schema.ts';
import type { LabelSelector, LabelSelectorRequirement } from '../object.ts';
import { UNSUPPORTED_PROVIDERS } from '../provider-key.ts';
import type {
  ProviderWire,
  RetrySettings,
  SecretStoreBody,
  SecretStoreSpecWire,
  SecretStoreStatus,
  StoreCondition,
} from '../secret-store.ts';
import { conditionsSchema } from './condition.ts';

function provider(joi: Root, f: FieldSchemas): ObjectSchema<Mutable<ProviderWire>> {
  const foreign = Object.fromEntries(
    UNSUPPORTED_PROVIDERS.map((key) => [key, joi.object().unknown().meta({ open: true })]),
  );
  return f
    .object<ProviderWire>({ ...backendSchemas(joi), openBao: openBaoSchema(joi) })
    .keys(foreign)
    .min(1)
    .max(1)
    .required()
    .description('The backend: exactly one.');
}

function labelSelector(f: FieldSchemas): ObjectSchema<Mutable<LabelSelector>> {
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

function spec(joi: Root, f: FieldSchemas): ObjectSchema<Mutable<SecretStoreSpecWire>> {
  return f
    .object<SecretStoreSpecWire>({
      controller: f
        .assumed(f.text(), '')
        .description('Controller class that serves this store; none means any.'),
      provider: provider(joi, f),
      retrySettings: f.object<RetrySettings>({
        maxRetries: f.integer().meta({ format: 'int32' }),
        retryInterval: f.text(),
      }),
      refreshInterval: f
        .assumed(f.integerOrText(), 0)
        .description('Seconds or Go duration between checks of the store itself.'),
      conditions: f
        .assumed(
          f.list(
            f.object<StoreCondition>({
              namespaceSelector: labelSelector(f),
              namespaces: f.list(f.namespace()),
              namespaceRegexes: f.list(f.text()),
            }),
          ),
          [],
        )
        .description('ClusterSecretStore: the namespaces that may use it; none means all.'),
    })
    .required();
}

function status(f: FieldSchemas): ObjectSchema<Mutable<SecretStoreStatus>> {
  return f.object<SecretStoreStatus>({
    conditions: conditionsSchema(f),
    capabilities: f.assumed(f.text(), ''),
  });
}

export function secretStoreSchema(joi: Root): ObjectSchema<Mutable<SecretStoreBody>> {
  const f = fieldSchemas(joi);
  return f.object<SecretStoreBody>({ spec: spec(joi, f), status: f.assumed(status(f)) });
}
