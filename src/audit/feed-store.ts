import type { Storage } from '../storage/index.ts'
import type { LaneHead } from './merkle.ts'
import type { AuditEventsTable, AuditTables } from './schema.ts'
import { headsOf } from './seals-store.ts'
import { trailStore } from './trail-store.ts'

export type FeedStore = ReturnType<typeof feedStore>

export function feedStore(storage: Storage) {
  const db = storage.tables<AuditTables>()

  return {
    async lastSealNumber(): Promise<number> {
      const row = await db
        .selectFrom('audit_seals')
        .select((eb) => eb.fn.max('number').as('number'))
        .executeTakeFirst()
      return Number(row?.number ?? 0)
    },

    /** How far each lane that may still move is sealed. */
    async sealedLanes(): Promise<Readonly<Record<string, number>>> {
      const rows = await db
        .selectFrom('audit_lanes as l')
        .innerJoin('audit_batches as b', (join) =>
          join.onRef('b.lane', '=', 'l.id').onRef('b.batch', '=', 'l.sealed_batches'),
        )
        .select(['l.id', 'b.last_sequence'])
        .where('l.settled_by', 'is', null)
        .execute()
      return Object.fromEntries(rows.map((row) => [row.id, Number(row.last_sequence)]))
    },

    async headsAfter(seal: number): Promise<{ number: number; heads: readonly LaneHead[] } | undefined> {
      const row = await db
        .selectFrom('audit_seals')
        .select(['number', 'heads'])
        .where('number', '>', seal)
        .orderBy('number')
        .limit(1)
        .executeTakeFirst()
      return row && { number: Number(row.number), heads: headsOf(row) }
    },

    events: trailStore(storage).events,

    byIds(ids: readonly string[]): Promise<readonly AuditEventsTable[]> {
      return db.selectFrom('audit_events').selectAll().where('id', 'in', ids).execute()
    },
  }
}
