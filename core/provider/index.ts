export { type ProviderFacts, providerFacts } from './facts.ts';
export type * from './provider.ts';
export { connectStore, loadProvider, servedBackends } from './registry.ts';
