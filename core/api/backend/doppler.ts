import type { ObjectSchema, Root } from 'joi';
import { fieldSchemas, type Mutable } from '../field-schema.ts';
import type { SecretKeySelector, ServiceAccountSelector } from '../selector.ts';

/** Backend `doppler` (eso.md 5.9). */
export interface DopplerBackend {
  readonly auth: DopplerAuth;
  readonly project?: string;
  readonly config?: string;
  readonly format?: 'json' | 'dotnet-json' | 'env' | 'yaml' | 'docker';
  readonly nameTransformer?:
    'upper-camel' | 'camel' | 'lower-snake' | 'tf-var' | 'dotnet-env' | 'lower-kebab';
}

/** Exactly one member is set. */
export interface DopplerAuth {
  readonly secretRef?: { readonly dopplerToken: SecretKeySelector };
  readonly oidcConfig?: DopplerOidc;
}

export interface DopplerOidc {
  readonly identity: string;
  readonly serviceAccountRef: ServiceAccountSelector;
  readonly expirationSeconds: number;
}

export function dopplerSchema(joi: Root): ObjectSchema<Mutable<DopplerBackend>> {
  const f = fieldSchemas(joi);
  return f.object<DopplerBackend>({
    auth: f
      .object<DopplerAuth>({
        secretRef: f.object<NonNullable<DopplerAuth['secretRef']>>({
          dopplerToken: f.secretRef().required(),
        }),
        oidcConfig: f.object<DopplerOidc>({
          identity: f.text().required(),
          serviceAccountRef: f.serviceAccount().required(),
          expirationSeconds: f.integer().default(600).meta({ format: 'int64' }),
        }),
      })
      .xor('secretRef', 'oidcConfig')
      .meta({
        choiceMessage: "Exactly one of 'secretRef' or 'oidcConfig' must be specified",
      })
      .required(),
    project: f.text(),
    config: f.text(),
    format: f.choice('json', 'dotnet-json', 'env', 'yaml', 'docker'),
    nameTransformer: f.choice(
      'upper-camel',
      'camel',
      'lower-snake',
      'tf-var',
      'dotnet-env',
      'lower-kebab',
    ),
  });
}
