import type { Dialect, Statement, Value } from '../storage/index.ts'
import type { AuditEventsTable } from './schema.ts'

/** Where a lane stands. */
export interface Head {
  readonly lane: string
  readonly batches: number
  readonly rows: number
  readonly hash: string
  readonly movedAt: number
}

/** What a lane writes. Plain SQL, because it also runs in the writer's thread, which has no need of Kysely. */
export type LaneStore = ReturnType<typeof laneStore>

export function laneStore(dialect: Dialect) {
  const placeholders = (text: string) => (dialect === 'sqlite' ? text : numbered(text))
  const insertLane = placeholders(
    `insert into audit_lanes (id, writer, opened_at, moved_at, batches, rows, hash) values (?, ?, ?, ?, ?, ?, ?)`,
  )
  const moveLane = placeholders(
    `update audit_lanes set batches = ?, rows = ?, hash = ?, moved_at = ?
     where id = ? and batches = ? and hash = ? and settled_by is null`,
  )
  const insertBatch = placeholders(
    `insert into audit_batches (lane, batch, last_sequence, rows, hash) values (?, ?, ?, ?, ?)`,
  )
  const insertEvent = placeholders(
    `insert into audit_events (id, lane, sequence, batch, at, event, outcome, reason, account_id, application_id,
       authenticator_id, attempt_id, actor, source, details)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )

  return {
    open(head: Head, writer: string): Statement {
      const { lane, movedAt, batches, rows, hash } = head
      return one(insertLane, [lane, writer, movedAt, movedAt, batches, rows, hash])
    },

    /** Compare-and-set: fails if anybody else moved or settled the lane (R16). */
    move(from: Head, to: Head): Statement {
      return one(moveLane, [to.batches, to.rows, to.hash, to.movedAt, from.lane, from.batches, from.hash])
    },

    insertBatch(head: Head, rows: number): Statement {
      return one(insertBatch, [head.lane, head.batches, head.rows, rows, head.hash])
    },

    insertEvent(row: AuditEventsTable): Statement {
      const { id, lane, sequence, batch, at, event, outcome, reason, actor, source, details } = row
      const about = [row.account_id, row.application_id, row.authenticator_id, row.attempt_id]
      const values = [id, lane, sequence, batch, at, event, outcome, reason, ...about, actor, source, details]
      return one(insertEvent, values)
    },
  }
}

function one(sql: string, parameters: readonly Value[]): Statement {
  return { sql, parameters, expect: 1 }
}

/** `?` as PostgreSQL wants it: `$1`, `$2` … */
function numbered(text: string): string {
  let number = 0
  return text.replaceAll('?', () => `$${++number}`)
}
