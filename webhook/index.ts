export { composeWebhook } from './compose.ts';
export { parseWebhookConfig, type WebhookConfig } from './config.ts';
