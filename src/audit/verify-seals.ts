import { z } from 'zod'
import { isSignedBy, type SigningKey } from '../kernel/signing-key.ts'
import { emptyHash } from './batch.ts'
import type { AuditFindings, Finding, VerifyOptions } from './findings.ts'
import { type LaneHead, merkleRoot } from './merkle.ts'
import { readable } from './readable.ts'
import type { AuditBatchesTable, AuditSealsTable } from './schema.ts'
import { headsOf } from './seals-store.ts'
import { sealHash } from './signature.ts'
import { type TrailStore, trailPage } from './trail-store.ts'

interface SealWalk {
  readonly store: TrailStore
  readonly key: SigningKey
  readonly pinned: VerifyOptions['pinned']
  readonly report: (finding: Finding) => void
}

/** Walks the chain of seals, and compares what each says of the lanes with the batches that are there. */
export async function verifySeals(walk: SealWalk): Promise<Pick<AuditFindings, 'seals' | 'lastSeal'>> {
  const living = new Map<string, LaneHead>()
  let last: { number: number; hash: string } | undefined
  let seals = 0
  for (;;) {
    const rows = await walk.store.sealsAfter(last?.number ?? 0)
    for (const row of rows) {
      verifySeal(walk, row, last, living)
      last = { number: row.number, hash: row.hash }
    }
    await compareHeads(walk, rows)
    seals += rows.length
    if (rows.length < trailPage) break
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
  const heads = readableHeads(row)
  for (const head of heads) living.set(head.lane, head)
  const wrong = [
    row.number !== (before?.number ?? 0) + 1 && 'a seal before it is gone',
    row.previous !== (before?.hash ?? emptyHash) && 'it does not follow from the one before',
    row.root !== merkleRoot(living.values()) && 'its root is not the one of its lanes',
    row.hash !== sealHash({ ...row, heads }) && 'it was changed',
    !isSignedBy(key.publicKey, row.hash, row.signature) && 'its signature is not ours',
    pinned?.number === row.number && pinned.hash !== row.hash && 'it is not the one that was seen before',
  ]
  for (const text of wrong) {
    if (text) report({ kind: 'seal', seal: row.number, text: `Seal ${row.number}: ${text}.` })
  }
  for (const head of heads) if (head.settled) living.delete(head.lane)
}

const laneHeads = z.array(
  z.object({
    lane: z.string(),
    batches: z.number(),
    rows: z.number(),
    hash: z.string(),
    settled: z.boolean(),
  }),
)

/** None where they cannot be read: then the seal is not the one that was signed. */
function readableHeads(row: AuditSealsTable): readonly LaneHead[] {
  return readable(() => laneHeads.parse(headsOf(row))) ?? []
}

async function compareHeads(walk: SealWalk, rows: readonly AuditSealsTable[]): Promise<void> {
  const sealed = rows.flatMap((row) => readableHeads(row).map((head) => ({ ...head, seal: row.number })))
  for (const [lane, heads] of Map.groupBy(sealed, (head) => head.lane)) {
    const numbers = heads.map((head) => head.batches)
    const stored = new Map((await walk.store.batches(lane, numbers)).map((batch) => [batch.batch, batch]))
    const gone = stored.size === 0 && !(await walk.store.hasLane(lane))
    for (const head of heads) compareHead(walk, head, stored.get(head.batches), gone)
  }
}

function compareHead(
  { report }: SealWalk,
  head: LaneHead & { readonly seal: number },
  batch: AuditBatchesTable | undefined,
  gone: boolean,
): void {
  if (batch?.hash === head.hash && batch.last_sequence === head.rows) return
  const { lane, batches, seal } = head
  const kind = gone ? 'lane-missing' : batch ? 'changed' : 'truncated'
  report({ kind, lane, batch: batches, seal, text: `Lane ${lane}: ${wording[kind]} (seal ${seal}).` })
}

const wording = {
  'lane-missing': 'it was sealed, and is gone',
  changed: 'a batch is not the one that was sealed',
  truncated: 'it ends before the batch that was sealed',
}
