import type { ObjectSchema, Root } from 'joi';
import type { AzureKeyVaultBackend } from '../backend/azurekv.ts';
import { fieldSchemas, type Mutable } from '../field-schema.ts';
import type { SecretKeySelector, ServiceAccountSelector } from '../selector.ts';

/** Generator `ACRAccessToken`: a login for an Azure container registry (eso.md 6.1). */
export interface AcrAccessTokenSpec {
  readonly registry: string;
  /** Like repository:foo:pull; absent: a refresh token for the registry. */
  readonly scope?: string;
  readonly tenantId?: string;
  readonly environmentType: AzureKeyVaultBackend['environmentType'];
  readonly auth: AcrAuth;
}

export interface AcrAuth {
  readonly managedIdentity?: { readonly identityId?: string };
  readonly servicePrincipal?: { readonly secretRef: AcrSecretRef };
  readonly workloadIdentity?: { readonly serviceAccountRef?: ServiceAccountSelector };
}

export interface AcrSecretRef {
  readonly clientId?: SecretKeySelector;
  readonly clientSecret?: SecretKeySelector;
}

export function acrAccessTokenSchema(joi: Root): ObjectSchema<Mutable<AcrAccessTokenSpec>> {
  const f = fieldSchemas(joi);
  return f.object<AcrAccessTokenSpec>({
    registry: f.text().required(),
    scope: f.text(),
    tenantId: f.text(),
    environmentType: f
      .choice('PublicCloud', 'USGovernmentCloud', 'ChinaCloud', 'GermanCloud', 'AzureStackCloud')
      .default('PublicCloud'),
    auth: f
      .object<AcrAuth>({
        managedIdentity: f.object<NonNullable<AcrAuth['managedIdentity']>>({
          identityId: f.text(),
        }),
        servicePrincipal: f.object<NonNullable<AcrAuth['servicePrincipal']>>({
          secretRef: f
            .object<AcrSecretRef>({ clientId: f.secretRef(), clientSecret: f.secretRef() })
            .required(),
        }),
        workloadIdentity: f.object<NonNullable<AcrAuth['workloadIdentity']>>({
          serviceAccountRef: f.serviceAccount(),
        }),
      })
      .required(),
  });
}
