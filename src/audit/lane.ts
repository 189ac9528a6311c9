import { createSecretKey } from 'node:crypto'
import { newId } from '../kernel/ids.ts'
import { systemRandom } from '../kernel/random.ts'
import type { AuditLane, Dialect } from '../storage/index.ts'
import { batchHash, emptyHash } from './batch.ts'
import { type Head, laneStore } from './lane-store.ts'
import type { LaneOptions } from './lanes.ts'
import { toRow } from './record.ts'

/** A lane that lay still for so many milliseconds is left; the sealer settles it after twice as long. */
export const lanePause = 30 * 60_000

/**
 * The trail of one writer (R16). It needs no look at the database: its first batch opens a lane under a new id, each
 * further one moves the head by compare-and-set, and if that fails the group is not committed. The hash covers
 * exactly the booked rows, because the writer calls `append` once it knows them, inside the same transaction.
 *
 * It runs where the writer runs. In the SQLite worker, which is handed the key, units have run before it is asked.
 * Beside a PostgreSQL connection it hashes as if every unit were booked: units, rows and head travel in one flight,
 * and only if every count is as expected does COMMIT follow; otherwise all is rolled back, what was refused is left
 * out, and it is asked anew. So the database never holds the key, and a group needs one flight and a COMMIT.
 */
export function openLane(dialect: Dialect, options: unknown): AuditLane {
  const { key: bytes, writer } = options as LaneOptions
  const key = createSecretKey(bytes)
  const store = laneStore(dialect)
  const random = systemRandom()
  let head: Head | undefined
  let next: Head | undefined

  function begin(at: number): Head {
    const lane = newId<'lane'>({ clock: { now: () => at, monotonic: () => 0 }, random })
    return { lane, batches: 0, rows: 0, hash: emptyHash, movedAt: at }
  }

  return {
    append(entries) {
      const at = Math.floor(entries[entries.length - 1]?.at ?? 0)
      const from = head && Math.abs(at - head.movedAt) < lanePause ? head : begin(at)
      const { lane } = from
      const batch = from.batches + 1
      const rows = entries.map((entry, index) =>
        toRow(entry, { lane, batch, sequence: from.rows + index + 1 }, random),
      )
      const hash = batchHash(key, { lane, batch, previous: from.hash, rows })
      const movedAt = Math.max(at, from.movedAt)
      next = { lane, batches: batch, rows: from.rows + rows.length, hash, movedAt }
      return [
        from.batches === 0 ? store.open(next, writer) : store.move(from, next),
        store.insertBatch(next, rows.length),
        ...rows.map(store.insertEvent),
      ]
    },

    settle(outcome) {
      if (outcome === 'committed' && next) head = next
      if (outcome === 'lost') head = undefined
      next = undefined
    },
  }
}
