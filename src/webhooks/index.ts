export { webhookConfig } from './config.ts'
export {
  webhookActive,
  webhookCatchingUp,
  webhookChanged,
  webhookNotFound,
  webhookPaused,
  webhookUnreachable,
} from './errors.ts'
export { webhookMigrations } from './migrations.ts'
export { openWebhooks, type Webhooks } from './open.ts'
export { type Webhook, type WebhookSettings, webhookSettings } from './schema.ts'
export { fits } from './wants.ts'
