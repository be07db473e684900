export type * from './backend/aws.ts';
export type * from './backend/fake.ts';
export type * from './backend/index.ts';
export type * from './backend/kubernetes.ts';
export type * from './backend/vault.ts';
export * from './external-secret.ts';
export type * from './finding.ts';
export * from './group.ts';
export type * from './object.ts';
export {
  parseConditions,
  parseExternalSecret,
  parseObjectMeta,
  parseSecretStore,
} from './parse.ts';
export type * from './secret-store.ts';
export type * from './selector.ts';
export * from './sidecar-spec.ts';
