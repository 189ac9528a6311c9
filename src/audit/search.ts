import { invalidInput } from '../kernel/errors.ts'
import { type Id, isId, newId } from '../kernel/ids.ts'
import { readJson, type Storage } from '../storage/index.ts'
import type { AuditEventsTable, AuditPage, AuditQuery, AuditRow, AuditTables } from './schema.ts'

const usualLimit = 50
const mostRows = 500
const exportPage = 1_000

export type AuditFilter = Omit<AuditQuery, 'cursor' | 'limit'>

/** Newest first. The cursor is the id of the last row seen: checked, and meaningless to whoever makes one up. */
export async function search(storage: Storage, query: AuditQuery): Promise<AuditPage> {
  const limit = Math.min(Math.max(query.limit ?? usualLimit, 1), mostRows)
  const { cursor } = query
  if (cursor !== undefined && !isId(cursor)) {
    throw invalidInput([{ path: 'cursor', message: 'The cursor is not one of ours' }], 'audit.cursor')
  }
  const rows = await filtered(storage, query)
    .$if(cursor !== undefined, (q) => q.where('id', '<', cursor ?? ''))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const items = rows.slice(0, limit).map(toAuditRow)
  const last = items.at(-1)
  return rows.length > limit && last ? { items, next: last.id } : { items }
}

/** One JSON text a row, oldest first, read page by page. */
export async function* exportLines(storage: Storage, filter: AuditFilter): AsyncGenerator<string> {
  let after = ''
  for (;;) {
    const rows = await filtered(storage, filter)
      .where('id', '>', after)
      .orderBy('id')
      .limit(exportPage)
      .execute()
    for (const row of rows) yield JSON.stringify(toAuditRow(row))
    if (rows.length < exportPage) return
    after = rows.at(-1)?.id ?? after
  }
}

function filtered(storage: Storage, filter: AuditFilter) {
  const { accountId, applicationId, event, outcome, actor, source, since, until } = filter
  return storage
    .tables<AuditTables>()
    .selectFrom('audit_events')
    .selectAll()
    .$if(accountId !== undefined, (q) => q.where('account_id', '=', accountId ?? ''))
    .$if(applicationId !== undefined, (q) => q.where('application_id', '=', applicationId ?? ''))
    .$if(event !== undefined, (q) => q.where('event', '=', event ?? ''))
    .$if(outcome !== undefined, (q) => q.where('outcome', '=', outcome ?? ''))
    .$if(actor !== undefined, (q) => q.where('actor', '=', actor ?? ''))
    .$if(source !== undefined, (q) => q.where('source', '=', source ?? ''))
    .$if(since !== undefined, (q) => q.where('id', '>=', firstIdAt(since ?? 0)))
    .$if(until !== undefined, (q) => q.where('id', '<', firstIdAt(until ?? 0)))
}

/** Ids begin with their time, so a span of time is a span of ids, and needs no index of its own. */
function firstIdAt(time: number): string {
  const now = () => Math.max(0, Math.floor(time))
  return newId({ clock: { now, monotonic: now }, random: { bytes: (size) => new Uint8Array(size) } })
}

function toAuditRow(row: AuditEventsTable): AuditRow {
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
    ...(row.details === null ? {} : { details: readJson<NonNullable<AuditRow['details']>>(row.details) }),
  }
}
