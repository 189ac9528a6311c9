import type { Storage } from '../storage/index.ts'
import { firstIdAt } from './record.ts'
import type { AuditEventsTable, AuditQuery, AuditTables } from './schema.ts'

export type AuditFilter = Omit<AuditQuery, 'cursor' | 'limit'>

/** The newest rows that pass the filter, older than the row `before`. */
export function eventsBefore(
  storage: Storage,
  filter: AuditFilter,
  page: { readonly before: string | undefined; readonly limit: number },
): Promise<readonly AuditEventsTable[]> {
  const { before, limit } = page
  return filtered(storage, filter)
    .$if(before !== undefined, (q) => q.where('id', '<', before ?? ''))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** The oldest rows that pass the filter, newer than the row `after`. */
export function eventsAfter(
  storage: Storage,
  filter: AuditFilter,
  page: { readonly after: string; readonly limit: number },
): Promise<readonly AuditEventsTable[]> {
  return filtered(storage, filter).where('id', '>', page.after).orderBy('id').limit(page.limit).execute()
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
