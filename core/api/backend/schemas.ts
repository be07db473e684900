import type { ObjectSchema, Root } from 'joi';
import type { Mutable } from '../field-schema.ts';
import { awsSchema } from './aws.ts';
import { fakeSchema } from './fake.ts';
import type { BackendSpecs } from './index.ts';
import { kubernetesSchema } from './kubernetes.ts';
import { vaultSchema } from './vault.ts';

type BackendSchemas = {
  [Name in keyof BackendSpecs]: ObjectSchema<Mutable<BackendSpecs[Name]>>;
};

/** Every backend's schema; a backend without one fails the build. */
export function backendSchemas(joi: Root): BackendSchemas {
  return {
    aws: awsSchema(joi),
    fake: fakeSchema(joi),
    kubernetes: kubernetesSchema(joi),
    vault: vaultSchema(joi),
  };
}
