import { type Selectable, sql } from 'kysely'
import type { Storage } from '../storage/index.ts'
import type { AuditFilter } from './events-store.ts'
import { minute } from './refusals-store.ts'
import { type AuditRefusalsTable, type AuditTables, countedRefusals } from './schema.ts'

/** Where a counted row stands among its like: its first refusal, and its id. */
export interface RefusalPlace {
  readonly at: number
  readonly id: string
}

type Found = Promise<readonly Selectable<AuditRefusalsTable>[]>

/** The newest counted rows that pass the filter, before this place. */
export async function refusalsBefore(
  storage: Storage,
  filter: AuditFilter,
  page: { readonly before: RefusalPlace | undefined; readonly limit: number },
): Found {
  if (passesNone(filter)) return []
  const { before, limit } = page
  return filtered(storage, filter)
    .$if(before !== undefined, (q) => q.where(({ eb }) => eb(place, '<', placeOf(before))))
    .orderBy('minute', 'desc')
    .orderBy('first_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** The oldest counted rows that pass the filter, after this place. */
export async function refusalsAfter(
  storage: Storage,
  filter: AuditFilter,
  page: { readonly after: RefusalPlace | undefined; readonly limit: number },
): Found {
  if (passesNone(filter)) return []
  const { after, limit } = page
  return filtered(storage, filter)
    .$if(after !== undefined, (q) => q.where(({ eb }) => eb(place, '>', placeOf(after))))
    .orderBy('minute')
    .orderBy('first_at')
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** `minute` follows from `first_at`; it is here for its index. */
const place = sql<string>`(minute, first_at, id)`

function placeOf(from: RefusalPlace | undefined) {
  const { at, id } = from ?? { at: 0, id: '' }
  return sql<string>`(${Math.floor(at / minute)}, ${at}, ${id})`
}

function passesNone({ outcome, event }: AuditFilter): boolean {
  return (outcome ?? 'refused') !== 'refused' || (event ?? countedRefusals) !== countedRefusals
}

function filtered(storage: Storage, filter: AuditFilter) {
  const { accountId, applicationId, actor, source, since, until } = filter
  return storage
    .tables<AuditTables>()
    .selectFrom('audit_refusals')
    .selectAll()
    .$if(accountId !== undefined, (q) => q.where('owner_key', '=', accountId ?? ''))
    .$if(applicationId !== undefined, (q) =>
      q.where('owner_key', 'in', [`application:${applicationId}`, `${applicationId}`]),
    )
    .$if(actor !== undefined && actor !== 'unknown', (q) => q.where('owner_key', '=', actor ?? ''))
    .$if(actor === 'unknown', (q) =>
      q.where('account_id', 'is', null).where('owner_key', 'not like', 'application:%'),
    )
    .$if(source !== undefined, (q) => q.where('source', '=', source ?? ''))
    .$if(since !== undefined, (q) =>
      q.where('minute', '>=', Math.floor((since ?? 0) / minute)).where('first_at', '>=', since ?? 0),
    )
    .$if(until !== undefined, (q) =>
      q.where('minute', '<=', Math.floor((until ?? 0) / minute)).where('first_at', '<', until ?? 0),
    )
}
