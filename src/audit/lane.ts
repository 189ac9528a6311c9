import { systemClock } from '../kernel/clock.ts'
import { newId } from '../kernel/ids.ts'
import { systemRandom } from '../kernel/random.ts'
import type { AuditEntry, AuditLane, Dialect, Statement, Value } from '../storage/index.ts'
import { batchHash, emptyHash } from './batch.ts'
import { auditDetails, auditText } from './encode.ts'
import type { LaneOptions } from './lanes.ts'
import type { AuditEventsTable } from './schema.ts'

/** Where a lane stands. */
interface Head {
  readonly lane: string
  readonly batches: number
  readonly rows: number
  readonly hash: string
  readonly movedAt: number
}

/** A lane that lay still this long is left to the sealer, which settles it after twice as long. */
export const lanePause = 30 * 60_000

/**
 * The trail of one writer (R16). It needs no look at the database: its first batch opens a lane under a new id, each
 * further one moves the head by compare-and-set, and if that fails the group is not committed. The hash covers
 * exactly the booked rows, because the writer calls `append` once it knows them, inside the same transaction.
 *
 * It runs where the writer runs: in the SQLite worker, which is handed the key, or beside a PostgreSQL connection,
 * where the client hashes optimistically as if every unit were booked, sends units, rows and head in one flight,
 * and commits only when every count is as expected; otherwise it rolls back, leaves out what was refused and
 * appends anew. So the database never holds the key, and one flight is enough for a group.
 */
export function openLane(dialect: Dialect, options: unknown): AuditLane {
  const { key, writer } = options as LaneOptions
  const sql = laneSql(dialect)
  const random = systemRandom()
  let head: Head | undefined
  let next: Head | undefined

  return {
    append(entries) {
      const at = entries[entries.length - 1]?.at ?? 0
      const from =
        head && at - head.movedAt < lanePause
          ? head
          : emptyHead(newId({ clock: { ...systemClock, now: () => at }, random }), at)
      const batch = from.batches + 1
      const rows = entries.map((entry, index) =>
        toRow(entry, { lane: from.lane, batch, sequence: from.rows + index + 1, random }),
      )
      const hash = batchHash(key, { lane: from.lane, batch, previous: from.hash, rows })
      next = {
        lane: from.lane,
        batches: batch,
        rows: from.rows + rows.length,
        hash,
        movedAt: Math.max(at, from.movedAt),
      }
      return [
        from.batches === 0 ? insertLane(sql, next, writer) : moveLane(sql, from, next),
        one(sql.insertBatch, [next.lane, next.batches, next.rows, rows.length, hash]),
        ...rows.map((row) => one(sql.insertEvent, Object.values(row))),
      ]
    },

    settle(outcome) {
      if (outcome === 'committed' && next) head = next
      if (outcome === 'lost') head = undefined
      next = undefined
    },
  }
}

function emptyHead(lane: string, at: number): Head {
  return { lane, batches: 0, rows: 0, hash: emptyHash, movedAt: at }
}

function insertLane(sql: LaneSql, head: Head, writer: string): Statement {
  return one(sql.insertLane, [
    head.lane,
    writer,
    head.movedAt,
    head.movedAt,
    head.batches,
    head.rows,
    head.hash,
  ])
}

function moveLane(sql: LaneSql, from: Head, to: Head): Statement {
  return one(sql.moveLane, [to.batches, to.rows, to.hash, to.movedAt, from.lane, from.batches, from.hash])
}

function one(sql: string, parameters: readonly Value[]): Statement {
  return { sql, parameters, expect: 1 }
}

/** In the order of the columns of `insertEvent`. */
function toRow(
  entry: AuditEntry,
  place: {
    readonly lane: string
    readonly batch: number
    readonly sequence: number
    readonly random: ReturnType<typeof systemRandom>
  },
): AuditEventsTable & Record<string, Value> {
  return {
    id: newId({ clock: { ...systemClock, now: () => entry.at }, random: place.random }),
    lane: place.lane,
    sequence: place.sequence,
    batch: place.batch,
    at: entry.at,
    event: auditText(entry.event),
    outcome: entry.outcome,
    reason: optional(entry.reason),
    account_id: optional(entry.accountId),
    application_id: optional(entry.applicationId),
    authenticator_id: optional(entry.authenticatorId),
    attempt_id: optional(entry.attemptId),
    actor: auditText(entry.actor),
    source: optional(entry.source),
    details: entry.details ? auditDetails(entry.details) : null,
  }
}

function optional(text: string | undefined): string | null {
  return text === undefined ? null : auditText(text)
}

type LaneSql = ReturnType<typeof laneSql>

function laneSql(dialect: Dialect) {
  const forDialect = (text: string) => (dialect === 'sqlite' ? text : numbered(text))
  return {
    insertLane: forDialect(
      `insert into audit_lanes (id, writer, opened_at, moved_at, batches, rows, hash) values (?, ?, ?, ?, ?, ?, ?)`,
    ),
    moveLane: forDialect(
      `update audit_lanes set batches = ?, rows = ?, hash = ?, moved_at = ?
       where id = ? and batches = ? and hash = ? and settled_by is null`,
    ),
    insertBatch: forDialect(
      `insert into audit_batches (lane, batch, last_sequence, rows, hash) values (?, ?, ?, ?, ?)`,
    ),
    insertEvent: forDialect(
      `insert into audit_events (id, lane, sequence, batch, at, event, outcome, reason, account_id, application_id,
         authenticator_id, attempt_id, actor, source, details)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
  }
}

/** `?` as PostgreSQL wants it: `$1`, `$2` … */
function numbered(text: string): string {
  let number = 0
  return text.replaceAll('?', () => `$${++number}`)
}
