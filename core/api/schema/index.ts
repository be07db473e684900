export { accessConfigSchema } from '../policy/config-schema.ts';
export { accessPolicySchema } from '../policy/schema.ts';
export { bodySchema } from './body.ts';
export { validateManifest } from './validate.ts';
