export { createDefinitionHandler } from './definition-handler.ts';
export { createPolicyHandler } from './handler.ts';
export { createPodHandler } from './pod-handler.ts';
export { createPolicyStatus } from './status.ts';
export { createStoreChangeHandler } from './store-change-handler.ts';
