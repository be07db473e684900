import type { ObjectSchema, Root } from 'joi';
import { fieldSchemas, type Mutable } from '../field-schema.ts';
import type { SecretKeySelector } from '../selector.ts';

/** Backend `onepasswordSDK`: 1Password by a service account (eso.md 5.8). */
export interface OnePasswordSdkBackend {
  readonly auth: { readonly serviceAccountSecretRef: SecretKeySelector };
  readonly vault?: string;
  /** A 1Password Environment in place of a vault; read only. */
  readonly environment?: string;
  readonly integrationInfo?: { readonly name: string; readonly version: string };
  readonly cache?: { readonly ttl: string; readonly maxSize: number };
}

export function onePasswordSdkSchema(joi: Root): ObjectSchema<Mutable<OnePasswordSdkBackend>> {
  const f = fieldSchemas(joi);
  return f
    .object<OnePasswordSdkBackend>({
      auth: f
        .object<OnePasswordSdkBackend['auth']>({
          serviceAccountSecretRef: f.secretRef().required(),
        })
        .required(),
      vault: f.text(),
      environment: f.text(),
      integrationInfo: f.object<NonNullable<OnePasswordSdkBackend['integrationInfo']>>({
        name: f.text().default('1Password SDK'),
        version: f.text().default('v1.0.0'),
      }),
      cache: f.object<NonNullable<OnePasswordSdkBackend['cache']>>({
        ttl: f.text().default('5m'),
        maxSize: f.integer().min(1).default(100),
      }),
    })
    .oxor('vault', 'environment');
}
