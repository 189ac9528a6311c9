import { type Selectable, sql } from 'kysely'
import { type Statement, type Storage, toStatement, type Value } from '../storage/index.ts'
import type { Refusal } from './audit.ts'
import { auditText } from './encode.ts'
import type { AuditRefusalsTable, AuditTables } from './schema.ts'

export const minute = 60_000
/** Rows that one owner may fill in one minute with one reason, however many addresses are used. */
const slots = 16

/**
 * Counts refusals that no first factor preceded (R16). An owner has `slots` rows a minute and reason; addresses
 * that share one are told as `several`. A decoy's key books the same row in the same way.
 */
export function refusalCounter(storage: Storage): (refusal: Refusal) => Statement {
  const count = compileCount(storage)
  return (refusal) => {
    const { at, ownerKey, times = 1 } = refusal
    const reason = auditText(refusal.reason)
    const source = refusal.source === undefined ? null : auditText(refusal.source)
    const slot = slotOf(source ?? '')
    const started = Math.floor(at / minute)
    const id = refusalId({ minute: started, owner_key: ownerKey, reason, slot })
    const accountId = refusal.accountId ?? null
    return count({ id, accountId, ownerKey, started, slot, reason, source, at, times })
  }
}

export function refusalId(row: Pick<AuditRefusalsTable, 'minute' | 'owner_key' | 'reason' | 'slot'>): string {
  return `${row.minute}.${row.owner_key}.${row.reason}.${row.slot}`
}

interface CountValues extends Record<string, Value> {
  id: string
  accountId: string | null
  ownerKey: string
  started: number
  slot: number
  reason: string
  source: string | null
  at: number
  times: number
}

/** Each wrong code books one, so it is compiled once. */
function compileCount(storage: Storage) {
  return storage.statement<CountValues, AuditTables>(
    (refusal, db) =>
      db
        .insertInto('audit_refusals')
        .values({
          id: refusal.id,
          account_id: refusal.accountId,
          owner_key: refusal.ownerKey,
          minute: refusal.started,
          slot: refusal.slot,
          reason: refusal.reason,
          source: refusal.source,
          count: refusal.times,
          first_at: refusal.at,
          last_at: refusal.at,
        })
        .onConflict((conflict) =>
          conflict.column('id').doUpdateSet({
            count: sql<number>`audit_refusals.count + excluded.count`,
            last_at: refusal.at,
            source: sql<string>`case when audit_refusals.source is not distinct from excluded.source then excluded.source else 'several' end`,
          }),
        ),
    1,
  )
}

/** What was counted in the minutes after `after`, up to and with `upTo`. */
export function refusalsBetween(
  storage: Storage,
  after: number,
  upTo: number,
): Promise<readonly Selectable<AuditRefusalsTable>[]> {
  return storage
    .tables<AuditTables>()
    .selectFrom('audit_refusals')
    .selectAll()
    .where('minute', '>', after)
    .where('minute', '<=', upTo)
    .orderBy('minute')
    .orderBy('id')
    .execute()
}

/** In which minutes something was counted, from `first` up to and with `last`. */
export async function minutesBetween(
  storage: Storage,
  first: number,
  last: number,
): Promise<readonly number[]> {
  if (last < first) return []
  const rows = await storage
    .tables<AuditTables>()
    .selectFrom('audit_refusals')
    .select('minute')
    .distinct()
    .where('minute', '>=', first)
    .where('minute', '<=', last)
    .execute()
  return rows.map((row) => Number(row.minute))
}

/** Forgets what was counted before this minute. */
export function deleteRefusals(storage: Storage, before: number): Statement {
  return toStatement(storage.tables<AuditTables>().deleteFrom('audit_refusals').where('minute', '<', before))
}

/** Which addresses share a row is of no matter, so that any spread will do. */
function slotOf(source: string): number {
  let sum = 0
  for (let at = 0; at < source.length; at++) sum = (sum * 31 + source.charCodeAt(at)) >>> 0
  return sum % slots
}
