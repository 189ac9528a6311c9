import type { Message } from '../../subscriptions/index.ts'
import type { Webhook } from '../../webhooks/index.ts'

/** What commands do to webhooks, here or elsewhere. */
export interface WebhooksPort {
  listWebhooks(): Promise<readonly WebhookEntry[]>
  createWebhook(input: NewWebhook): Promise<WebhookEntry & { readonly secret: string }>
  changeWebhook(id: WebhookEntry['id'], change: WebhookChange): Promise<WebhookEntry>
  testWebhook(id: WebhookEntry['id']): Promise<TestOutcome>
  /** `overlap`: milliseconds for which both secrets sign. */
  rotateWebhook(id: WebhookEntry['id'], overlap: number): Promise<{ readonly secret: string }>
  pauseWebhook(id: WebhookEntry['id'], reason: string): Promise<WebhookEntry>
  resumeWebhook(id: WebhookEntry['id'], reason: string): Promise<WebhookEntry>
  /** Epoch milliseconds. */
  replayWebhook(
    id: WebhookEntry['id'],
    span: { readonly since: number; readonly until?: number | undefined },
  ): Promise<WebhookEntry>
  /** The newest first. */
  listWebhookMessages(id: WebhookEntry['id'], limit: number): Promise<readonly MessageEntry[]>
  removeWebhook(id: WebhookEntry['id'], reason: string): Promise<void>
}

export type WebhookEntry = Pick<Webhook, 'id' | 'name' | 'url' | 'events' | 'status'> & {
  readonly applicationId?: string | undefined
  readonly pausedReason?: string | undefined
  readonly failingSince?: number | undefined
  readonly waiting: number
  readonly abandoned: number
}

export interface NewWebhook {
  readonly name: string
  readonly url: string
  readonly events: string[]
  readonly applicationId?: string | undefined
}

export interface WebhookChange {
  readonly url?: string | undefined
  readonly events?: string[] | undefined
  readonly reason: string
}

export interface TestOutcome {
  readonly taken: boolean
  readonly answer: string
  readonly milliseconds: number
}

export type MessageEntry = Pick<Message, 'status' | 'attempts'> & {
  readonly event: string
  readonly answer?: string | undefined
  readonly sentAt?: number | undefined
}
