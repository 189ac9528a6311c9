import { invalidInput } from '../kernel/errors.ts'
import { isId } from '../kernel/ids.ts'
import type { Storage } from '../storage/index.ts'
import { type AuditFilter, eventsAfter, eventsBefore } from './events-store.ts'
import { toAuditRow } from './rows.ts'
import type { AuditPage, AuditQuery } from './schema.ts'

const usualLimit = 50
const mostRows = 500
const exportPage = 1_000

/** Newest first. The cursor is the id of the last row seen: checked, and of no use to whoever makes one up. */
export async function search(storage: Storage, query: AuditQuery): Promise<AuditPage> {
  const limit = Math.min(Math.max(query.limit ?? usualLimit, 1), mostRows)
  const { cursor } = query
  if (cursor !== undefined && !isId(cursor)) {
    throw invalidInput([{ path: 'cursor', message: 'The cursor is not one of ours' }], 'audit.cursor')
  }
  const rows = await eventsBefore(storage, query, { before: cursor, limit: limit + 1 })
  const items = rows.slice(0, limit).map(toAuditRow)
  const last = items.at(-1)
  return rows.length > limit && last ? { items, next: last.id } : { items }
}

/** One JSON text a row, oldest first, read page by page. */
export async function* exportLines(storage: Storage, filter: AuditFilter): AsyncGenerator<string> {
  let after = ''
  for (;;) {
    const rows = await eventsAfter(storage, filter, { after, limit: exportPage })
    for (const row of rows) yield JSON.stringify(toAuditRow(row))
    if (rows.length < exportPage) return
    after = rows.at(-1)?.id ?? after
  }
}
