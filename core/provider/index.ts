export { backendEnvironment } from './environment.ts';
export { metricNameOf, providerFacts } from './facts.ts';
export type * from './provider.ts';
export { isReferent } from './referent.ts';
export { connectStore, servedBackends } from './registry.ts';
