export { type ProviderFacts, providerFacts } from './facts.ts';
export type * from './provider.ts';
export { isReferent } from './referent.ts';
export { connectStore, loadProvider, servedBackends } from './registry.ts';
