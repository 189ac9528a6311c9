import { readJson, type Statement, type Storage, toStatement, writeJson } from '../storage/index.ts'
import type { Seal } from './audit.ts'
import { emptyHash } from './batch.ts'
import { lanePause } from './lane.ts'
import { type LaneHead, merkleRoot } from './merkle.ts'
import type { AuditTables } from './schema.ts'
import { type SealKey, sealHash, signSeal } from './signature.ts'

/** Milliseconds; a node that comes sooner after another one's seal leaves it at that. */
const sealPause = 900

/**
 * Signs a Merkle root over the heads of all lanes that are not settled, if one of them moved (R16). The number is the
 * lease: of several nodes that seal at once, one books it and the others are refused. A lane that lay still for twice
 * as long as its writer would leave it is settled, so that the runs of the command line do not add up.
 */
export async function seal(storage: Storage, key: SealKey): Promise<Seal | undefined> {
  const at = storage.clock.now()
  const last = await lastSeal(storage)
  if (last && last.at > at - sealPause && last.at <= at) return undefined
  const heads = await livingHeads(storage, at - 2 * lanePause)
  const moved = heads.filter((head) => head.moved || head.settled)
  if (moved.length === 0) return undefined

  const content = {
    number: (last?.number ?? 0) + 1,
    at,
    root: merkleRoot(heads),
    previous: last?.hash ?? emptyHash,
    heads: moved.map(({ moved: _, ...head }) => head),
  }
  const hash = sealHash(content)
  const made: Seal = { ...content, hash, signature: signSeal(key, hash) }
  const statements = [
    insertSeal(storage, made, content.heads, key.id),
    ...moved.map((head) => markSealed(storage, head, made.number)),
  ]
  const outcome = await storage.book({ statements, locks: ['audit-seal'] })
  return outcome === 'booked' ? made : undefined
}

async function lastSeal(storage: Storage) {
  return storage
    .tables<AuditTables>()
    .selectFrom('audit_seals')
    .select(['number', 'at', 'hash'])
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
}

async function livingHeads(
  storage: Storage,
  restingSince: number,
): Promise<(LaneHead & { moved: boolean })[]> {
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

function insertSeal(storage: Storage, made: Seal, heads: readonly LaneHead[], keyId: string): Statement {
  const { number, at, root, previous, hash, signature } = made
  return toStatement(
    storage
      .tables<AuditTables>()
      .insertInto('audit_seals')
      .values({ number, at, heads: writeJson(heads), root, previous, hash, signature, key_id: keyId }),
    1,
  )
}

/** Settling holds only while the lane has not moved; its writer then cannot move it any more, and begins another. */
function markSealed(storage: Storage, head: LaneHead, number: number): Statement {
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
