export { createDefinitionHandler } from './definition-handler.ts';
export { createPolicyHandler } from './handler.ts';
export { createPodHandler } from './pod-handler.ts';
export { createStoreChangeHandler } from './store-change-handler.ts';
