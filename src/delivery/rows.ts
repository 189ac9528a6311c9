import { z } from 'zod'
import type { Id } from '../kernel/ids.ts'
import type { OutboxEntry, OutboxTable, SealedEntry } from './schema.ts'

const channel = z.enum(['email', 'sms', 'push'])
const status = z.enum(['waiting', 'sent', 'abandoned'])

export function toEntry(row: OutboxTable): OutboxEntry {
  return {
    id: row.id as Id<'message'>,
    accountId: row.account_id === null ? undefined : (row.account_id as Id<'account'>),
    channel: channel.parse(row.channel),
    template: row.template,
    status: status.parse(row.status),
    attempts: row.attempts,
    reason: row.reason ?? undefined,
    createdAt: row.created_at,
    nextAt: row.next_at,
    expiresAt: row.expires_at,
    sentAt: row.sent_at ?? undefined,
  }
}

export function toSealedEntry(row: OutboxTable): SealedEntry {
  return { ...toEntry(row), body: row.body ?? undefined }
}
