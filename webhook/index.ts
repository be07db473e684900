export { composeWebhook } from './compose.ts';
export { injectPod } from './injection/inject.ts';
export { parseWebhookConfig, type WebhookConfig } from './config.ts';
