import type { ObjectSchema, Root } from 'joi';
import { fieldSchemas, type Mutable } from '../field-schema.ts';
import type { SecretKeySelector, ServiceAccountSelector } from '../selector.ts';

/** Backend `azurekv`: secrets, keys and certificates of an Azure Key Vault (eso.md 5.5). */
export interface AzureKeyVaultBackend {
  readonly vaultUrl: string;
  readonly tenantId?: string;
  readonly authType: 'ServicePrincipal' | 'ManagedIdentity' | 'WorkloadIdentity';
  readonly authSecretRef?: AzureSecretRef;
  readonly serviceAccountRef?: ServiceAccountSelector;
  /** Client id of a managed identity. */
  readonly identityId?: string;
  readonly environmentType:
    'PublicCloud' | 'USGovernmentCloud' | 'ChinaCloud' | 'GermanCloud' | 'AzureStackCloud';
  readonly customCloudConfig?: AzureCustomCloud;
  readonly useAzureSDK: boolean;
}

export interface AzureSecretRef {
  readonly clientId?: SecretKeySelector;
  readonly tenantId?: SecretKeySelector;
  readonly clientSecret?: SecretKeySelector;
  readonly clientCertificate?: SecretKeySelector;
}

export interface AzureCustomCloud {
  readonly activeDirectoryEndpoint: string;
  readonly keyVaultEndpoint?: string;
  readonly keyVaultDNSSuffix?: string;
  readonly resourceManagerEndpoint?: string;
}

export function azureKeyVaultSchema(joi: Root): ObjectSchema<Mutable<AzureKeyVaultBackend>> {
  const f = fieldSchemas(joi);
  return f.object<AzureKeyVaultBackend>({
    vaultUrl: f.text().required(),
    tenantId: f.text(),
    authType: f
      .choice('ServicePrincipal', 'ManagedIdentity', 'WorkloadIdentity')
      .default('ServicePrincipal'),
    authSecretRef: f.object<AzureSecretRef>({
      clientId: f.secretRef(),
      tenantId: f.secretRef(),
      clientSecret: f.secretRef(),
      clientCertificate: f.secretRef(),
    }),
    serviceAccountRef: f.serviceAccount(),
    identityId: f.text(),
    environmentType: f
      .choice('PublicCloud', 'USGovernmentCloud', 'ChinaCloud', 'GermanCloud', 'AzureStackCloud')
      .default('PublicCloud'),
    customCloudConfig: f.object<AzureCustomCloud>({
      activeDirectoryEndpoint: f.text().required(),
      keyVaultEndpoint: f.text(),
      keyVaultDNSSuffix: f.text(),
      resourceManagerEndpoint: f.text(),
    }),
    useAzureSDK: f.flag().default(false),
  });
}
