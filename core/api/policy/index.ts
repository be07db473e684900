export * from './access-config.ts';
export type * from './access-policy.ts';
export {
  checkPolicyShape,
  parseAccessConfig,
  parseAccessPolicy,
  type PolicyReading,
  salvageAccessPolicy,
} from './parse.ts';
