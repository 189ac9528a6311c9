import type { Id } from '../kernel/ids.ts'
import { readJson } from '../storage/index.ts'
import { type AuditEventsTable, type AuditRefusalsTable, type AuditRow, countedRefusals } from './schema.ts'

/** A row as others read it: what it lacks is left out. */
export function toAuditRow(row: AuditEventsTable): AuditRow {
  const details = detailsOf(row)
  return {
    id: row.id,
    lane: row.lane,
    sequence: row.sequence,
    at: row.at,
    event: row.event,
    outcome: row.outcome as AuditRow['outcome'],
    actor: row.actor,
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.account_id === null ? {} : { accountId: row.account_id as Id<'account'> }),
    ...(row.application_id === null ? {} : { applicationId: row.application_id as Id<'application'> }),
    ...(row.authenticator_id === null
      ? {}
      : { authenticatorId: row.authenticator_id as Id<'authenticator'> }),
    ...(row.attempt_id === null ? {} : { attemptId: row.attempt_id as Id<'attempt'> }),
    ...(row.source === null ? {} : { source: row.source }),
    ...(details ? { details } : {}),
  }
}

/** Refusals of a kind within a minute, as one row. */
export function toCountedRow(row: AuditRefusalsTable): AuditRow {
  const application = /^application:(.+)$/.exec(row.owner_key)?.[1]
  return {
    id: row.id,
    at: Number(row.first_at),
    event: countedRefusals,
    outcome: 'refused',
    reason: row.reason,
    actor: row.account_id ?? (application ? row.owner_key : 'unknown'),
    ...(row.account_id === null ? {} : { accountId: row.account_id as Id<'account'> }),
    ...(application ? { applicationId: application as Id<'application'> } : {}),
    ...(row.source === null ? {} : { source: row.source }),
    details: { count: Number(row.count), until: Number(row.last_at) },
  }
}

export function detailsOf(row: Pick<AuditEventsTable, 'details'>): AuditRow['details'] {
  return row.details === null ? undefined : readJson<NonNullable<AuditRow['details']>>(row.details)
}
