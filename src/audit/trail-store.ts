import { type Selectable, sql } from 'kysely'
import type { Storage } from '../storage/index.ts'
import type {
  AuditBatchesTable,
  AuditEventsTable,
  AuditLanesTable,
  AuditSealsTable,
  AuditTables,
} from './schema.ts'

/** What the walk over the trail asks, page by page. */
export type TrailStore = ReturnType<typeof trailStore>

export const trailPage = 500

export function trailStore(storage: Storage) {
  const db = storage.tables<AuditTables>()

  return {
    lanes(): Promise<readonly Selectable<AuditLanesTable>[]> {
      return db.selectFrom('audit_lanes').selectAll().orderBy('id').execute()
    },

    batchesAfter(lane: string, batch: number, upTo: number): Promise<readonly AuditBatchesTable[]> {
      return db
        .selectFrom('audit_batches')
        .selectAll()
        .where('lane', '=', lane)
        .where('batch', '>', batch)
        .where('batch', '<=', upTo)
        .orderBy('batch')
        .limit(trailPage)
        .execute()
    },

    batches(lane: string, numbers: readonly number[]): Promise<readonly AuditBatchesTable[]> {
      return db
        .selectFrom('audit_batches')
        .selectAll()
        .where('lane', '=', lane)
        .where('batch', 'in', numbers)
        .execute()
    },

    events(lane: string, after: number, upTo: number): Promise<readonly AuditEventsTable[]> {
      return db
        .selectFrom('audit_events')
        .selectAll()
        .where('lane', '=', lane)
        .where('sequence', '>', after)
        .where('sequence', '<=', upTo)
        .orderBy('sequence')
        .execute()
    },

    async hasLane(lane: string): Promise<boolean> {
      const row = await db.selectFrom('audit_lanes').select('id').where('id', '=', lane).executeTakeFirst()
      return row !== undefined
    },

    /** Rows and head are read by one statement, so that a lane that is being written is never caught half-way. */
    async rowsBeyondHead(lane: string): Promise<readonly number[]> {
      const rows = await db
        .selectFrom('audit_events')
        .innerJoin('audit_lanes', 'audit_lanes.id', 'audit_events.lane')
        .select('audit_events.sequence')
        .where('audit_lanes.id', '=', lane)
        .where(sql<boolean>`(audit_events.sequence < 1 or audit_events.sequence > audit_lanes.rows)`)
        .limit(trailPage)
        .execute()
      return rows.map(({ sequence }) => sequence)
    },

    /** Lanes of which only rows or batches are left. */
    async headless(): Promise<readonly string[]> {
      const batches = await db
        .selectFrom('audit_batches')
        .leftJoin('audit_lanes', 'audit_lanes.id', 'audit_batches.lane')
        .select('audit_batches.lane')
        .where('audit_lanes.id', 'is', null)
        .distinct()
        .execute()
      const events = await db
        .selectFrom('audit_events')
        .leftJoin('audit_lanes', 'audit_lanes.id', 'audit_events.lane')
        .select('audit_events.lane')
        .where('audit_lanes.id', 'is', null)
        .distinct()
        .execute()
      return [...new Set([...batches, ...events].map(({ lane }) => lane))]
    },

    sealsAfter(number: number): Promise<readonly AuditSealsTable[]> {
      return db
        .selectFrom('audit_seals')
        .selectAll()
        .where('number', '>', number)
        .orderBy('number')
        .limit(trailPage)
        .execute()
    },
  }
}
