import type { Storage } from '../storage/index.ts'
import { emptyHash } from './batch.ts'
import type { AuditFindings, Finding, VerifyOptions } from './findings.ts'
import { type LaneHead, merkleRoot } from './merkle.ts'
import type { AuditBatchesTable, AuditSealsTable, AuditTables } from './schema.ts'
import { headsOf } from './seal.ts'
import { isSignedBy, type SealKey, sealHash } from './signature.ts'

const page = 500

interface SealWalk {
  readonly key: SealKey
  readonly pinned: VerifyOptions['pinned']
  readonly report: (finding: Finding) => void
}

/** Walks the chain of seals, and compares what each says of the lanes with the batches that are there. */
export async function verifySeals(
  storage: Storage,
  walk: SealWalk,
): Promise<Pick<AuditFindings, 'seals' | 'lastSeal'>> {
  const living = new Map<string, LaneHead>()
  let last: { number: number; hash: string } | undefined
  let seals = 0
  for (;;) {
    const rows = await sealsAfter(storage, last?.number ?? 0)
    for (const row of rows) {
      verifySeal(walk, row, last, living)
      last = { number: row.number, hash: row.hash }
    }
    await compareHeads(storage, walk, rows)
    seals += rows.length
    if (rows.length < page) break
  }
  if (walk.pinned && (last?.number ?? 0) < walk.pinned.number) {
    const text = `Seal ${walk.pinned.number} was seen before, but the chain ends at ${last?.number ?? 0}.`
    walk.report({ kind: 'truncated', seal: walk.pinned.number, text })
  }
  return { seals, lastSeal: last }
}

function verifySeal(
  { key, pinned, report }: SealWalk,
  row: AuditSealsTable,
  before: { readonly number: number; readonly hash: string } | undefined,
  living: Map<string, LaneHead>,
): void {
  const heads = headsOf(row)
  for (const head of heads) living.set(head.lane, head)
  const wrong = [
    row.number !== (before?.number ?? 0) + 1 && 'a seal before it is gone',
    row.previous !== (before?.hash ?? emptyHash) && 'it does not follow from the one before',
    row.root !== merkleRoot(living.values()) && 'its root is not the one of its lanes',
    row.hash !== sealHash({ ...row, heads }) && 'it was changed',
    !isSignedBy(key, row.hash, row.signature) && 'its signature is not ours',
    pinned?.number === row.number && pinned.hash !== row.hash && 'it is not the one that was seen before',
  ]
  for (const text of wrong) {
    if (text) report({ kind: 'seal', seal: row.number, text: `Seal ${row.number}: ${text}.` })
  }
  for (const head of heads) if (head.settled) living.delete(head.lane)
}

async function compareHeads(
  storage: Storage,
  { report }: SealWalk,
  rows: readonly AuditSealsTable[],
): Promise<void> {
  const sealed = rows.flatMap((row) => headsOf(row).map((head) => ({ ...head, seal: row.number })))
  for (const [lane, heads] of Map.groupBy(sealed, (head) => head.lane)) {
    const stored = await batchesOf(
      storage,
      lane,
      heads.map((head) => head.batches),
    )
    const present = await hasHead(storage, lane)
    for (const head of heads) {
      const batch = stored.get(head.batches)
      if (batch?.hash === head.hash && batch.last_sequence === head.rows) continue
      const place = { lane, batch: head.batches, seal: head.seal }
      if (!present) report({ kind: 'lane-missing', ...place, text: `Lane ${lane} was sealed, and is gone.` })
      else if (!batch)
        report({ kind: 'truncated', ...place, text: `Lane ${lane} ends before seal ${head.seal} says.` })
      else
        report({
          kind: 'changed',
          ...place,
          text: `Batch ${head.batches} of lane ${lane} is not what seal ${head.seal} says.`,
        })
      if (!present) break
    }
  }
}

function sealsAfter(storage: Storage, number: number): Promise<AuditSealsTable[]> {
  return storage
    .tables<AuditTables>()
    .selectFrom('audit_seals')
    .selectAll()
    .where('number', '>', number)
    .orderBy('number')
    .limit(page)
    .execute()
}

async function batchesOf(
  storage: Storage,
  lane: string,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, AuditBatchesTable>> {
  const rows = await storage
    .tables<AuditTables>()
    .selectFrom('audit_batches')
    .selectAll()
    .where('lane', '=', lane)
    .where('batch', 'in', numbers)
    .execute()
  return new Map(rows.map((row) => [row.batch, row]))
}

async function hasHead(storage: Storage, lane: string): Promise<boolean> {
  const row = await storage
    .tables<AuditTables>()
    .selectFrom('audit_lanes')
    .select('id')
    .where('id', '=', lane)
    .executeTakeFirst()
  return row !== undefined
}
