import type { KeyObject } from 'node:crypto'
import type { Selectable } from 'kysely'
import { batchHash, emptyHash } from './batch.ts'
import type { Finding } from './findings.ts'
import { readable } from './readable.ts'
import type { AuditBatchesTable, AuditEventsTable, AuditLanesTable } from './schema.ts'
import type { TrailStore } from './trail-store.ts'

interface LaneWalk {
  readonly store: TrailStore
  readonly key: KeyObject
  readonly head: Selectable<AuditLanesTable>
  readonly report: (finding: Finding) => void
}

/** Walks one lane up to the head that was read, and yields how many rows each page had. */
export async function* verifyLane(walk: LaneWalk): AsyncGenerator<number> {
  const { store, head, report } = walk
  const lane = head.id
  let last = { batch: 0, last_sequence: 0, hash: emptyHash }
  while (last.batch < head.batches) {
    const batches = await store.batchesAfter(lane, last.batch, head.batches)
    const end = batches.at(-1)
    if (!end) break
    const rows = await store.events(lane, last.last_sequence, end.last_sequence)
    for (const batch of batches) {
      verifyBatch(walk, batch, last, rows)
      last = batch
    }
    yield rows.length
  }
  if (last.batch !== head.batches || last.last_sequence !== head.rows || last.hash !== head.hash) {
    const text = `Lane ${lane} says that it has ${head.batches} batches, but its chain ends at ${last.batch}.`
    report({ kind: last.batch < head.batches ? 'truncated' : 'chain', lane, batch: last.batch, text })
  }
  for (const sequence of await store.rowsBeyondHead(lane)) {
    report({ kind: 'inserted', lane, sequence, text: `Row ${sequence} of lane ${lane} is in no batch.` })
  }
}

function verifyBatch(
  { key, report }: LaneWalk,
  batch: AuditBatchesTable,
  before: Pick<AuditBatchesTable, 'batch' | 'last_sequence' | 'hash'>,
  page: readonly AuditEventsTable[],
): void {
  const { lane } = batch
  const place = { lane, batch: batch.batch }
  if (batch.batch !== before.batch + 1) {
    report({ kind: 'missing', ...place, text: `Lane ${lane} has no batch ${before.batch + 1}.` })
    return
  }
  const rows = page.filter(
    ({ sequence }) => sequence > before.last_sequence && sequence <= batch.last_sequence,
  )
  const gaps = gapsBetween(before.last_sequence, rows, batch.last_sequence)
  for (const { from, to } of gaps) {
    const gone =
      from === to ? `Row ${from} of lane ${lane} is gone.` : `Rows ${from} to ${to} of lane ${lane} are gone.`
    report({ kind: 'missing', ...place, sequence: from, text: gone })
  }
  if (gaps.length > 0) return
  const written = readable(() => batchHash(key, { lane, batch: batch.batch, previous: before.hash, rows }))
  if (written === batch.hash && rows.length === batch.rows) return
  const text = `Batch ${batch.batch} of lane ${lane} (rows ${before.last_sequence + 1} to ${batch.last_sequence}) is not as it was written.`
  report({ kind: 'changed', ...place, text })
}

interface Gap {
  readonly from: number
  readonly to: number
}

/** Where rows are missing after one sequence and up to another. What a batch says of its end may be any number. */
function gapsBetween(after: number, rows: readonly AuditEventsTable[], last: number): readonly Gap[] {
  const ends = [...rows.map(({ sequence }) => sequence), last + 1]
  return ends.flatMap((end, index) => {
    const from = (index === 0 ? after : (ends[index - 1] ?? after)) + 1
    return from < end ? [{ from, to: end - 1 }] : []
  })
}
