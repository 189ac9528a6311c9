import { type Selectable, sql } from 'kysely'
import type { Storage } from '../storage/index.ts'
import { batchHash, emptyHash } from './batch.ts'
import type { Finding } from './findings.ts'
import type { AuditBatchesTable, AuditEventsTable, AuditLanesTable, AuditTables } from './schema.ts'

const page = 500

interface LaneWalk {
  readonly key: Uint8Array
  readonly head: Selectable<AuditLanesTable>
  readonly report: (finding: Finding) => void
}

/** Walks one lane up to the head that was read, and yields how many rows each page had. */
export async function* verifyLane(storage: Storage, walk: LaneWalk): AsyncGenerator<number> {
  const { head, report } = walk
  const lane = head.id
  let last = { batch: 0, last_sequence: 0, hash: emptyHash }
  while (last.batch < head.batches) {
    const batches = await batchesAfter(storage, head, last.batch)
    const end = batches.at(-1)
    if (!end) break
    const rows = await rowsBetween(storage, lane, last.last_sequence, end.last_sequence)
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
  for (const sequence of await rowsBeyondHead(storage, lane)) {
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
  const present = new Set(rows.map(({ sequence }) => sequence))
  for (let sequence = before.last_sequence + 1; sequence <= batch.last_sequence; sequence++) {
    if (present.has(sequence)) continue
    report({ kind: 'missing', ...place, sequence, text: `Row ${sequence} of lane ${lane} is gone.` })
  }
  if (rows.length !== batch.rows) return
  if (batchHash(key, { lane, batch: batch.batch, previous: before.hash, rows }) === batch.hash) return
  const text = `Batch ${batch.batch} of lane ${lane} (rows ${before.last_sequence + 1} to ${batch.last_sequence}) is not as it was written.`
  report({ kind: 'changed', ...place, text })
}

function batchesAfter(
  storage: Storage,
  head: Selectable<AuditLanesTable>,
  batch: number,
): Promise<AuditBatchesTable[]> {
  return storage
    .tables<AuditTables>()
    .selectFrom('audit_batches')
    .selectAll()
    .where('lane', '=', head.id)
    .where('batch', '>', batch)
    .where('batch', '<=', head.batches)
    .orderBy('batch')
    .limit(page)
    .execute()
}

function rowsBetween(
  storage: Storage,
  lane: string,
  after: number,
  upTo: number,
): Promise<AuditEventsTable[]> {
  return storage
    .tables<AuditTables>()
    .selectFrom('audit_events')
    .selectAll()
    .where('lane', '=', lane)
    .where('sequence', '>', after)
    .where('sequence', '<=', upTo)
    .orderBy('sequence')
    .execute()
}

/** Rows and head are read by one statement, so that a lane that is being written is never caught half-way. */
async function rowsBeyondHead(storage: Storage, lane: string): Promise<readonly number[]> {
  const rows = await storage
    .tables<AuditTables>()
    .selectFrom('audit_events')
    .innerJoin('audit_lanes', 'audit_lanes.id', 'audit_events.lane')
    .select('audit_events.sequence')
    .where('audit_lanes.id', '=', lane)
    .where((where) =>
      where.or([
        where('audit_events.sequence', '<', 1),
        where('audit_events.sequence', '>', where.ref('audit_lanes.rows')),
      ]),
    )
    .limit(page)
    .execute()
  return rows.map(({ sequence }) => sequence)
}

/** Lanes of which only rows are left. */
export async function lanesWithoutHead(storage: Storage): Promise<readonly string[]> {
  const rows = await storage
    .tables<AuditTables>()
    .selectFrom('audit_batches')
    .leftJoin('audit_lanes', 'audit_lanes.id', 'audit_batches.lane')
    .select('audit_batches.lane')
    .distinct()
    .where(sql<boolean>`audit_lanes.id is null`)
    .execute()
  return rows.map(({ lane }) => lane)
}
