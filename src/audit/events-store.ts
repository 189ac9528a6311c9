import { inStretches, type Storage } from '../storage/index.ts'
import { firstIdAt } from './record.ts'
import type { AuditEventsTable, AuditQuery, AuditTables } from './schema.ts'

export type AuditFilter = Omit<AuditQuery, 'cursor' | 'limit'>

/** Rows that are looked at in one go where no index leads to those that are looked for: some milliseconds. */
const stretch = 10_000

interface Before {
  readonly before: string | undefined
  readonly limit: number
}

/**
 * The newest rows that pass the filter, older than the row `before`. The trail is long, and what is looked for may be
 * nowhere in it: others get their turn in between.
 */
export async function eventsBefore(
  storage: Storage,
  filter: AuditFilter,
  { before, limit }: Before,
): Promise<readonly AuditEventsTable[]> {
  const endOf = async (after: string | undefined) =>
    isLedTo(filter) ? undefined : stretchBefore(storage, filter, after)
  return inStretches({
    ...{ limit, after: before, endOf },
    find: ({ after, upTo }, most) =>
      older(filtered(storage, filter), after)
        .$if(upTo !== undefined, (q) => q.where('id', '>=', upTo ?? ''))
        .orderBy('id', 'desc')
        .limit(most)
        .execute(),
  })
}

/** Of an account there is an index; and whoever looks for nothing in particular finds it at once. */
function isLedTo({ accountId, applicationId, event, outcome, actor, source }: AuditFilter): boolean {
  return accountId !== undefined || [applicationId, event, outcome, actor, source].every((one) => !one)
}

/** Where the rows begin that are looked at next; undefined where no more are left than these. */
async function stretchBefore(
  storage: Storage,
  { since, until }: AuditFilter,
  end: string | undefined,
): Promise<string | undefined> {
  const span = { ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) }
  const row = await older(filtered(storage, span).clearSelect().select('id'), end)
    .orderBy('id', 'desc')
    .offset(stretch - 1)
    .limit(1)
    .executeTakeFirst()
  return row?.id
}

function older<Query extends { where(column: 'id', is: '<', value: string): Query }>(
  query: Query,
  end: string | undefined,
): Query {
  return end === undefined ? query : query.where('id', '<', end)
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
