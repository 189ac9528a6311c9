import { z } from 'zod'
import type { Id } from '../kernel/ids.ts'
import type { Channel } from './transport.ts'

/** waiting: not yet sent · sent · abandoned: its time ran out, or it cannot be read. */
export type OutboxStatus = 'waiting' | 'sent' | 'abandoned'

/** A message on its way, as everybody may see it: neither words nor recipient. */
export interface OutboxEntry {
  readonly id: Id<'message'>
  readonly accountId: Id<'account'> | undefined
  readonly channel: Channel
  readonly template: string
  readonly status: OutboxStatus
  readonly attempts: number
  /** Why the last try failed: `unreachable ECONNREFUSED`. */
  readonly reason: string | undefined
  readonly createdAt: number
  readonly nextAt: number
  readonly expiresAt: number
  readonly sentAt: number | undefined
}

/** An entry with its sealed words, for the worker. */
export interface SealedEntry extends OutboxEntry {
  readonly body: Uint8Array | undefined
}

/** What is sealed: the words as they were when the change was booked. */
export const outboxBody = z.strictObject({
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
})
export type OutboxBody = z.infer<typeof outboxBody>

export interface OutboxTable {
  id: string
  account_id: string | null
  channel: string
  template: string
  /** Sealed; null once sent or abandoned. */
  body: Uint8Array | null
  status: string
  attempts: number
  reason: string | null
  dedupe_key: string | null
  created_at: number
  next_at: number
  lease_until: number | null
  expires_at: number
  sent_at: number | null
}

export interface SmsMessagesTable {
  id: string
  account_id: string | null
  /** All but the last four digits of the number. */
  block: string
  country: string
  source: string | null
  /** The challenge or enrolment that it was for; null for what only tells. */
  occasion: string | null
  created_at: number
  handed_at: number | null
  gateway: string | null
  /** How the gateway calls it. */
  reference: string | null
  state: string
  detail: string | null
  /** When its code was typed. */
  used_at: number | null
}

export interface SmsClosuresTable {
  scope: string
  reason: string
  opened_at: number
  until: number
  ended_at: number | null
  ended_by: string | null
}

export interface DeliveryTables {
  outbox: OutboxTable
  sms_messages: SmsMessagesTable
  sms_closures: SmsClosuresTable
}
