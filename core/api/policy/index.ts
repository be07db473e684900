export * from './access-config.ts';
export type * from './access-policy.ts';
export { checkPolicyShape, parseAccessConfig, parseAccessPolicy } from './parse.ts';
