import type { Storage } from '../storage/index.ts'
import { firstIdAt } from './record.ts'
import type { AuditTables } from './schema.ts'

/** An account, and an application that a row names together with it. */
export interface Pair {
  readonly accountId: string
  readonly applicationId: string
}

export interface PairQuery {
  readonly event: string
  readonly accountIds: readonly string[]
  readonly applicationIds: readonly string[]
  /** Epoch milliseconds, from this one on. */
  readonly since: number
}

/** Which of these accounts and applications one event has brought together. */
export async function pairsIn(storage: Storage, query: PairQuery): Promise<readonly Pair[]> {
  const { event, accountIds, applicationIds, since } = query
  if (accountIds.length === 0 || applicationIds.length === 0) return []
  const rows = await storage
    .tables<AuditTables>()
    .selectFrom('audit_events')
    .select(['account_id', 'application_id'])
    .distinct()
    .where('account_id', 'in', accountIds)
    .where('id', '>=', firstIdAt(since))
    .where('event', '=', event)
    .where('application_id', 'in', applicationIds)
    .execute()
  return rows.map((row) => ({ accountId: row.account_id ?? '', applicationId: row.application_id ?? '' }))
}
