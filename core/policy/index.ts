export { compilePolicies } from './compile.ts';
export type { CompiledPolicies } from './compiled.ts';
export { conclude } from './conclude.ts';
export type * from './contract.ts';
export { evaluate } from './evaluate.ts';
export { matchesLabels } from './label-selector.ts';
export { createPolicySet, type PolicySet } from './policy-set.ts';
export { isNamespaceAllowed, type NamespaceFacts, needsNamespaceLabels } from './store-access.ts';
export { storeFacts } from './store-facts.ts';
export { type PolicyTrace, type RuleReason, type RuleTrace, trace, type Trace } from './trace.ts';
export { checkPolicyObject } from './check-object.ts';
export { type Impact, impactOf } from './impact.ts';
export { judgePod, type PodWorld } from './pods.ts';
/** @public Sidecar and broker ask it before they read. */
export { allowsDirectCredentials, mayHave, mayRead } from './sync-time.ts';
