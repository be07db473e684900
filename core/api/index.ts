export type * from './backend/akeyless.ts';
export type * from './backend/aws.ts';
export type * from './backend/azurekv.ts';
export type * from './backend/doppler.ts';
export type * from './backend/fake.ts';
export type * from './backend/gcpsm.ts';
export type * from './backend/gitlab.ts';
export type * from './backend/index.ts';
export * from './backend/key/index.ts';
export type * from './backend/kubernetes.ts';
export type * from './backend/onepassword-sdk.ts';
export type * from './backend/onepassword.ts';
export type * from './backend/vault.ts';
export type * from './backend/webhook.ts';
export type * from './cluster-external-secret.ts';
export * from './external-secret.ts';
export { compareFindings } from './finding-order.ts';
export type * from './finding.ts';
export type { FindingId } from './finding-id.ts';
export { FINDINGS } from './finding-id.ts';
export type * from './generator/index.ts';
export * from './group.ts';
export * from './injection-annotation.ts';
export { RESOURCE_NAMES } from './injection-container.ts';
export type * from './injection-container.ts';
export type * from './injection-files.ts';
export type * from './injection-reload.ts';
export { type InjectionRequest, parseInjection } from './injection.ts';
/** @public Deployment and its tests go through all of them. */
export { kindInfo, KINDS } from './kinds.ts';
export { nearestWord } from './nearest.ts';
export type * from './object.ts';
export {
  parseConditions,
  parseExternalSecret,
  parseObjectMeta,
  parseSecretStore,
} from './parse.ts';
export * from './policy/index.ts';
/** @public The controllers of these kinds read them by it. */
export {
  parseClusterExternalSecret,
  parseClusterPushSecret,
  parsePushSecret,
} from './parse-distribution.ts';
export type * from './push-secret.ts';
export { quote } from './quote.ts';
export { abilityFindings } from './rule/ability.ts';
export type * from './secret-store.ts';
export type * from './selector.ts';
export * from './sidecar-spec.ts';
export { conform } from './structural/conform.ts';
export { crdSchema } from './structural/crd.ts';
