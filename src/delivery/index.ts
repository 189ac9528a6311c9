export { type Capture, captureTransport } from './capture.ts'
export { type DeliveryConfig, deliveryConfig } from './config.ts'
export type { DeliveryReport } from './deliver.ts'
export { type EmailConfig, emailTransport, type SmtpSettings, smtpTransport } from './email/index.ts'
export type { Dispatch, GuardedDispatch, WordsDispatch } from './enqueue.ts'
export { notClosed } from './errors.ts'
export type { Budgets } from './guard.ts'
export type { Sender } from './letter.ts'
export { announce, type Message, type RenderedMessage } from './message.ts'
export { deliveryMigrations } from './migrations.ts'
export { type Delivery, type DeliveryDeps, openDelivery } from './open.ts'
export {
  longestAnswer,
  mayCall,
  type Outbound,
  OutboundRefusal,
  openOutbound,
  outbound,
  placeOf,
} from './outbound.ts'
export type { GatewayHealth, Posted, Receipt } from './receipt.ts'
export type { Reception } from './receive.ts'
export type { DeliveryTables, OutboxEntry, OutboxStatus } from './schema.ts'
export {
  type Closure,
  callGateway,
  closureReasons,
  countSegments,
  describeScope,
  gatewayNames,
  isSafe,
  jsonOf,
  maskNumber,
  type PhoneNumber,
  readNumber,
  type Scope,
  type SmsConfig,
  type SmsRules,
  type StateCount,
  smsConfig,
  smsGateways,
  smsRules,
} from './sms/index.ts'
export type { Occasion, TemplateId, TemplateValues } from './templates/index.ts'
export type {
  Channel,
  HandedTo,
  OutgoingMessage,
  SendFailure,
  SendOutcome,
  Transport,
} from './transport.ts'
