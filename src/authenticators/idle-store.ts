import { sql } from 'kysely'
import type { FactorId } from '../factors/factor.ts'
import type { Id } from '../kernel/ids.ts'
import type { Storage } from '../storage/index.ts'
import type { Authenticator, AuthenticatorTables } from './schema.ts'
import { authenticatorOf, selectFrom } from './store.ts'

export interface IdleQuery {
  readonly factors: readonly FactorId[]
  /** Not used since then, or added before and never used. Epoch milliseconds. */
  readonly before: number
  /** The last id of the page before. */
  readonly after: Id<'authenticator'> | undefined
  readonly limit: number
}

/** Authenticators that somebody has and does not use, by age of the row: a report that walks the table, page by page. */
export async function idleAuthenticators(
  storage: Storage,
  { factors, before, after, limit }: IdleQuery,
): Promise<readonly Authenticator[]> {
  if (factors.length === 0) return []
  let rows = selectFrom(storage.tables<AuthenticatorTables>())
    .where('account_id', 'is not', null)
    .where('factor', 'in', factors)
    .where('status', '=', 'active')
    .where(sql<number>`coalesce(last_used_at, created_at)`, '<', before)
  if (after !== undefined) rows = rows.where('id', '>', after)
  return (await rows.orderBy('id').limit(limit).execute()).map(authenticatorOf(storage))
}
