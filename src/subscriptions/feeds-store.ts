import { sql } from 'kysely'
import type { FeedPlace } from '../audit/index.ts'
import { readJson, type Statement, type Storage, toStatement, writeJson } from '../storage/index.ts'
import type { SubscriptionTables } from './schema.ts'

/** How far one kind of subscriber was told of the trail. */
export interface Feed {
  readonly place: FeedPlace
  readonly turn: number
}

export type FeedsStore = ReturnType<typeof feedsStore>

/** The SQL of the places to which the trail was queued. */
export function feedsStore(storage: Storage) {
  const db = storage.tables<SubscriptionTables>()

  return {
    async find(id: string): Promise<Feed | undefined> {
      const row = await db
        .selectFrom('subscription_feeds')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst()
      return row && { place: readJson<FeedPlace>(row.place), turn: Number(row.turn) }
    },

    /** Where it began already, it stays; whoever is about to end it for want of listeners is told by the turn. */
    begin: (id: string, place: FeedPlace): Statement =>
      toStatement(
        db
          .insertInto('subscription_feeds')
          .values({ id, place: writeJson(place), turn: 1 })
          .onConflict((conflict) =>
            conflict.column('id').doUpdateSet({ turn: sql`subscription_feeds.turn + 1` }),
          ),
      ),

    move: (id: string, turn: number, place: FeedPlace): Statement =>
      toStatement(
        db
          .updateTable('subscription_feeds')
          .set({ place: writeJson(place), turn: turn + 1 })
          .where('id', '=', id)
          .where('turn', '=', turn),
        1,
      ),

    end: (id: string, turn: number): Statement =>
      toStatement(db.deleteFrom('subscription_feeds').where('id', '=', id).where('turn', '=', turn)),
  }
}
