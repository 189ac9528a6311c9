export { type Capture, captureTransport } from './capture.ts'
export { type DeliveryConfig, deliveryConfig } from './config.ts'
export type { DeliveryReport } from './deliver.ts'
export {
  type EmailConfig,
  emailConfig,
  emailTransport,
  type SmtpSettings,
  smtpTransport,
} from './email/index.ts'
export type { Dispatch, WordsDispatch } from './enqueue.ts'
export type { Sender } from './letter.ts'
export { type Message, type RenderedMessage, renderMessage } from './message.ts'
export { deliveryMigrations } from './migrations.ts'
export { type Delivery, type DeliveryDeps, openDelivery } from './open.ts'
export type { DeliveryTables, OutboxEntry, OutboxStatus } from './schema.ts'
export type { Occasion, TemplateId, TemplateValues } from './templates/index.ts'
export type { Channel, OutgoingMessage, SendFailure, SendOutcome, Transport } from './transport.ts'
