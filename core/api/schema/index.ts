export { externalSecretSchema } from './external-secret.ts';
export { secretStoreSchema } from './secret-store.ts';
export { validateManifest } from './validate.ts';
