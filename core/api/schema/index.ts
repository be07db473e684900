export { accessConfigSchema } from '../policy/config-schema.ts';
export { accessPolicySchema } from '../policy/schema.ts';
export { externalSecretSchema } from './external-secret.ts';
export { secretStoreSchema } from './secret-store.ts';
export { validateManifest } from './validate.ts';
