import { createHmac, type KeyObject } from 'node:crypto'
import type { AuditEventsTable } from './schema.ts'

/** Hash of a lane that holds nothing yet. */
export const emptyHash = '0'.repeat(64)

export interface Batch {
  readonly lane: string
  readonly batch: number
  readonly previous: string
  readonly rows: readonly AuditEventsTable[]
}

/** HMAC-SHA256 over the batch's place, the hash before it and its rows in order: one a group, not one a row (R16). */
export function batchHash(key: KeyObject, batch: Batch): string {
  const mac = createHmac('sha256', key)
  mac.update(
    JSON.stringify(['sallyport audit batch', batch.lane, batch.batch, batch.previous, batch.rows.length]),
  )
  for (const row of batch.rows) mac.update(`\n${canonicalRow(row)}`)
  return mac.digest('hex')
}

/** One row as one unambiguous text, the same whether it is about to be written or was read from either database. */
function canonicalRow(row: AuditEventsTable): string {
  return JSON.stringify([
    row.lane,
    row.batch,
    row.sequence,
    row.id,
    row.at,
    row.event,
    row.outcome,
    row.reason,
    row.account_id,
    row.application_id,
    row.authenticator_id,
    row.attempt_id,
    row.actor,
    row.source,
    row.details === null ? null : canonicalDetails(row.details),
  ])
}

/** jsonb keeps neither the order of names nor the spaces; the order of code units is ours. */
function canonicalDetails(text: string): unknown {
  const details = JSON.parse(text) as Record<string, unknown>
  return Object.keys(details)
    .toSorted()
    .map((name) => [name, details[name]])
}
