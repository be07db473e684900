import type { ObjectSchema, Root } from 'joi';
import type { Mutable } from '../field-schema.ts';
import { akeylessSchema } from './akeyless.ts';
import { awsSchema } from './aws.ts';
import { azureKeyVaultSchema } from './azurekv.ts';
import { dopplerSchema } from './doppler.ts';
import { fakeSchema } from './fake.ts';
import { gcpSecretManagerSchema } from './gcpsm.ts';
import { gitlabSchema } from './gitlab.ts';
import type { BackendSpecs } from './index.ts';
import { kubernetesSchema } from './kubernetes.ts';
import { onePasswordSdkSchema } from './onepassword-sdk.ts';
import { onePasswordSchema } from './onepassword.ts';
import { vaultSchema } from './vault.ts';
import { webhookSchema } from './webhook.ts';

type BackendSchemas = {
  [Name in keyof BackendSpecs]: ObjectSchema<Mutable<BackendSpecs[Name]>>;
};

/** Every backend's schema; a backend without one fails the build. */
export function backendSchemas(joi: Root): BackendSchemas {
  return {
    akeyless: akeylessSchema(joi),
    aws: awsSchema(joi),
    azurekv: azureKeyVaultSchema(joi),
    doppler: dopplerSchema(joi),
    fake: fakeSchema(joi),
    gcpsm: gcpSecretManagerSchema(joi),
    gitlab: gitlabSchema(joi),
    kubernetes: kubernetesSchema(joi),
    onepassword: onePasswordSchema(joi),
    onepasswordSDK: onePasswordSdkSchema(joi),
    vault: vaultSchema(joi).meta({ shared: 'vaultBackend' }),
    webhook: webhookSchema(joi),
  };
}
