export { diff } from './admission/patch.ts';
export type { PatchOperation } from './admission/verdict.ts';
export { composeWebhook, injectionDefaults, type Webhook, type WebhookDeps } from './compose.ts';
export { type ControllerNamespaces, parseWebhookConfig, type WebhookConfig } from './config.ts';
export type { InjectionPlace } from './injection/decide.ts';
export { injectPod } from './injection/inject.ts';
export type { InjectionDefaults } from './injection/plan.ts';
