import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { type Statement, type Storage, toStatement } from '../storage/index.ts'
import type { Refusal } from './audit.ts'
import { auditText } from './encode.ts'
import type { AuditTables } from './schema.ts'

const minute = 60_000
/** Rows that one owner may fill in one minute with one reason, however many addresses are used. */
const slots = 16

/**
 * Counts a refusal that no first factor preceded (R16). An owner has `slots` rows a minute and reason; addresses
 * that share one are told as `several`. A decoy's key books the same row in the same way.
 */
export function countRefusal(storage: Storage, refusal: Refusal): Statement {
  const { at, ownerKey } = refusal
  const reason = auditText(refusal.reason)
  const source = refusal.source === undefined ? null : auditText(refusal.source)
  const slot = slotOf(source ?? '')
  const started = Math.floor(at / minute)
  return toStatement(
    storage
      .tables<AuditTables>()
      .insertInto('audit_refusals')
      .values({
        id: `${started}.${ownerKey}.${reason}.${slot}`,
        account_id: refusal.accountId ?? null,
        owner_key: ownerKey,
        minute: started,
        slot,
        reason,
        source,
        count: 1,
        first_at: at,
        last_at: at,
      })
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet({
          count: sql<number>`audit_refusals.count + 1`,
          last_at: at,
          source: sql<string>`case when audit_refusals.source = excluded.source then excluded.source else 'several' end`,
        }),
      ),
    1,
  )
}

function slotOf(source: string): number {
  return (createHash('sha256').update(source).digest()[0] ?? 0) % slots
}
