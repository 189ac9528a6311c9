import { readJson, type Statement, type Storage, toStatement, writeJson } from '../storage/index.ts'
import type { Seal } from './audit.ts'
import type { LaneHead } from './merkle.ts'
import type { AuditTables } from './schema.ts'

export async function lastSeal(storage: Storage): Promise<Pick<Seal, 'number' | 'at' | 'hash'> | undefined> {
  return storage
    .tables<AuditTables>()
    .selectFrom('audit_seals')
    .select(['number', 'at', 'hash'])
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** Heads of all lanes that are not settled, and whether each moved since its last seal. */
export async function livingHeads(
  storage: Storage,
  restingSince: number,
): Promise<readonly (LaneHead & { readonly moved: boolean })[]> {
  const rows = await storage
    .tables<AuditTables>()
    .selectFrom('audit_lanes')
    .selectAll()
    .where('settled_by', 'is', null)
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    lane: row.id,
    batches: row.batches,
    rows: row.rows,
    hash: row.hash,
    settled: row.moved_at < restingSince,
    moved: row.batches !== row.sealed_batches,
  }))
}

export function insertSeal(
  storage: Storage,
  seal: Seal,
  heads: readonly LaneHead[],
  keyId: string,
): Statement {
  const { number, at, root, previous, hash, signature } = seal
  return toStatement(
    storage
      .tables<AuditTables>()
      .insertInto('audit_seals')
      .values({ number, at, heads: writeJson(heads), root, previous, hash, signature, key_id: keyId })
      .onConflict((conflict) => conflict.doNothing()),
    1,
  )
}

/** Settling holds only while the lane has not moved; its writer then cannot move it, and begins another. */
export function markSealed(storage: Storage, head: LaneHead, number: number): Statement {
  const lane = storage
    .tables<AuditTables>()
    .updateTable('audit_lanes')
    .set({ sealed_batches: head.batches, ...(head.settled ? { settled_by: number } : {}) })
    .where('id', '=', head.lane)
    .where('settled_by', 'is', null)
  return toStatement(head.settled ? lane.where('batches', '=', head.batches) : lane, 1)
}

/** The heads that a stored seal holds. */
export function headsOf(row: { readonly heads: string }): readonly LaneHead[] {
  return readJson<readonly LaneHead[]>(row.heads)
}
