export { composeWebhook, type Webhook, type WebhookDeps } from './compose.ts';
export { type ControllerNamespaces, parseWebhookConfig, type WebhookConfig } from './config.ts';
