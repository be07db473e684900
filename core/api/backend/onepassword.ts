import type { ObjectSchema, Root } from 'joi';
import { fieldSchemas, type Mutable } from '../field-schema.ts';
import type { SecretKeySelector } from '../selector.ts';

/** Backend `onepassword`: a 1Password Connect server (eso.md 5.8). */
export interface OnePasswordBackend {
  readonly connectHost: string;
  readonly auth: { readonly secretRef: OnePasswordSecretRef };
  /** Vault name or id → the order it is searched in. */
  readonly vaults: Readonly<Record<string, number>>;
}

export interface OnePasswordSecretRef {
  readonly connectTokenSecretRef: SecretKeySelector;
}

export function onePasswordSchema(joi: Root): ObjectSchema<Mutable<OnePasswordBackend>> {
  const f = fieldSchemas(joi);
  return f.object<OnePasswordBackend>({
    connectHost: f.text().required(),
    auth: f
      .object<OnePasswordBackend['auth']>({
        secretRef: f
          .object<OnePasswordSecretRef>({ connectTokenSecretRef: f.secretRef().required() })
          .required(),
      })
      .required(),
    vaults: joi.object<Record<string, number>>().pattern(joi.string(), f.integer()).required(),
  });
}
