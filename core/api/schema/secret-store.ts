import type { ObjectSchema, Root } from 'joi';
import { backendSchemas } from '../backend/schemas.ts';
import { openBaoSchema } from '../backend/vault.ts';
import { fieldSchemas, type FieldSchemas, type Mutable } from '../field-schema.ts';
import { retrySettings } from '../generator/retry.ts';
import { UNSUPPORTED_PROVIDERS } from '../provider-key.ts';
import type {
  ProviderWire,
  SecretStoreBody,
  SecretStoreSpecWire,
  SecretStoreStatus,
  StoreCondition,
} from '../secret-store.ts';
import { conditionsSchema } from './condition.ts';
import { labelSelector } from './label-selector.ts';

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

function spec(joi: Root, f: FieldSchemas): ObjectSchema<Mutable<SecretStoreSpecWire>> {
  return f
    .object<SecretStoreSpecWire>({
      controller: f
        .assumed(f.text(), '')
        .description('Controller class that serves this store; none means any.'),
      provider: provider(joi, f),
      retrySettings: retrySettings(f),
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
