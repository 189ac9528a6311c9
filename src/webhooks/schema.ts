import { z } from 'zod'
import type { Id } from '../kernel/ids.ts'

/** `account.disabled`, all of a kind as `account.*`, or `*` for everything. */
export const eventPattern = z
  .string()
  .max(100)
  .regex(/^(\*|[a-z][a-z-]*\.(\*|[a-z][a-z-]*))$/, 'must be an event, a kind such as account.*, or *')

/** What an administrator says of a webhook. */
export const webhookSettings = z.strictObject({
  name: z.string().trim().min(1).max(100).describe('What it is called here.'),
  url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .refine((text) => !hasCredentials(text), 'must not carry a name or a password')
    .describe('Where events are posted to.'),
  events: z.array(eventPattern).min(1).max(100).default(['*']).describe('Which events: names, or account.*'),
  applicationId: z.string().optional().describe('Of one application only.'),
})
export type WebhookSettings = z.infer<typeof webhookSettings>

/** Why a webhook rests. */
export type PauseReason =
  /** Somebody said so. */
  | 'asked'
  /** Nothing was taken there for days. */
  | 'failing'
  /** The other side said that it is gone for good (410). */
  | 'gone'
  /** A backup was restored: whether it is this installation that should speak is for people to say. */
  | 'restored'

export interface Webhook extends WebhookSettings {
  readonly id: Id<'webhook'>
  readonly status: 'active' | 'paused'
  readonly pausedReason: PauseReason | undefined
  readonly pausedAt: number | undefined
  /** Since when nothing was taken; undefined while things are. */
  readonly failingSince: number | undefined
  /** Earlier events that are being queued again. */
  readonly catchingUp: CatchingUp | undefined
  readonly createdAt: number
  readonly version: number
}

/** A stretch of the trail that is queued a page at a time. */
export interface CatchingUp {
  /** The last row that was looked at; the first id of the time at which it begins. */
  readonly after: string
  /** Epoch milliseconds, before this one. */
  readonly until: number
  /** Whether what was taken already is sent once more. */
  readonly again: boolean
}

export type MessageStatus = 'waiting' | 'sent' | 'abandoned'

/** One event on its way to one webhook. */
export interface WebhookMessage {
  readonly webhookId: Id<'webhook'>
  /** The row of the audit trail, and the `webhook-id` of the message: the same at each try. */
  readonly eventId: string
  readonly accountId: string | undefined
  readonly status: MessageStatus
  readonly attempts: number
  /** What the last try came to: `200`, `503`, `timeout`. */
  readonly answer: string | undefined
  readonly nextAt: number
  readonly sentAt: number | undefined
}

export interface WebhookTables {
  webhooks: WebhooksTable
  webhook_messages: WebhookMessagesTable
  webhook_feed: WebhookFeedTable
}

export interface WebhooksTable {
  id: string
  name: string
  url: string
  events: string
  application_id: string | null
  status: string
  paused_reason: string | null
  paused_at: number | null
  failing_since: number | null
  catching_up: string | null
  /** Sealed. */
  secret: Uint8Array
  /** Sealed: what it was before, while both sign. */
  previous_secret: Uint8Array | null
  previous_until: number | null
  created_at: number
  version: number
}

export interface WebhookMessagesTable {
  webhook_id: string
  event_id: string
  account_id: string | null
  status: string
  attempts: number
  answer: string | null
  next_at: number
  lease_until: number | null
  sent_at: number | null
}

/** How far the trail was queued: one row, while there is any webhook. */
export interface WebhookFeedTable {
  id: string
  place: string
  /** Goes up with each move: of two nodes, one queues. */
  turn: number
}

function hasCredentials(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && (url.username !== '' || url.password !== '')
}
