export { createDefinitionHandler } from './definition-handler.ts';
export { PREVIEW_FINDINGS } from './finding.ts';
export { createPolicyHandler } from './handler.ts';
export { createPodHandler } from './pod-handler.ts';
export { createStoreChangeHandler } from './store-change-handler.ts';
