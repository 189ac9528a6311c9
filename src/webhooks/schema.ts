import { z } from 'zod'
import type { Subscriber } from '../subscriptions/index.ts'

/** `account.disabled`, all of a kind as `account.*`, or `*` for everything. */
const eventPattern = z
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

export interface Webhook extends WebhookSettings, Subscriber<'webhook'> {
  readonly status: 'active' | 'paused'
  readonly pausedReason: PauseReason | undefined
  readonly pausedAt: number | undefined
  readonly createdAt: number
}

export interface WebhookTables {
  webhooks: WebhooksTable
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

function hasCredentials(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && (url.username !== '' || url.password !== '')
}
