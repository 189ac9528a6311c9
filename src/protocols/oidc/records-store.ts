import { mostUnderWay, type Statement, type Storage, toStatement } from '../../storage/index.ts'
import type { OidcRecordsTable, OidcTables } from './schema.ts'

export type RecordRow = OidcRecordsTable
export type NewRecord = Omit<RecordRow, 'consumed_at' | 'settled_at'>

/** Milliseconds that a browser may be on its way in which nobody has signed in. */
const longestUnderWay = 30 * 60_000

/** The SQL of what the protocol keeps. */
export function recordStore(storage: Storage) {
  const table = storage.tables<OidcTables>()
  const insertion = (row: NewRecord) =>
    table.insertInto('oidc_records').values({ ...row, consumed_at: null, settled_at: null })
  const byId = storage.query<{ id: string }, OidcTables, RecordRow>(({ id }, tables) =>
    tables.selectFrom('oidc_records').selectAll().where('id', '=', id),
  )

  return {
    async find(id: string): Promise<RecordRow | undefined> {
      const [row] = await byId({ id })
      return row
    },

    findBy: (column: 'uid_hash' | 'user_code_hash', hash: string): Promise<RecordRow | undefined> =>
      table
        .selectFrom('oidc_records')
        .selectAll()
        .where(column, '=', hash)
        .orderBy('created_at', 'desc')
        .executeTakeFirst(),

    /** One that must not be there yet: of two at once, one is refused. */
    insert: (row: NewRecord): Statement =>
      toStatement(
        insertion(row).onConflict((conflict) => conflict.doNothing()),
        1,
      ),

    /** As it is now, whatever it was; but what is settled stays as it was settled. */
    write: (row: NewRecord, settledAt: number | null): Statement =>
      toStatement(
        insertion(row).onConflict((conflict) =>
          conflict
            .column('id')
            .doUpdateSet({
              payload: row.payload,
              grant_id: row.grant_id,
              uid_hash: row.uid_hash,
              user_code_hash: row.user_code_hash,
              expires_at: row.expires_at,
              settled_at: settledAt,
            })
            .where('oidc_records.settled_at', 'is', null),
        ),
        1,
      ),

    /** Expects that nobody has used it up. */
    consume: (id: string, at: number): Statement =>
      toStatement(
        table
          .updateTable('oidc_records')
          .set({ consumed_at: at })
          .where('id', '=', id)
          .where('consumed_at', 'is', null),
        1,
      ),

    remove: (id: string): Statement => toStatement(table.deleteFrom('oidc_records').where('id', '=', id)),

    removeGrant: (grantId: string): Statement =>
      toStatement(table.deleteFrom('oidc_records').where('grant_id', '=', grantId)),

    /** What is over, and beyond `most` the oldest of what browsers leave in which nobody has signed in. */
    sweep: (at: number, most = mostUnderWay): readonly Statement[] => [
      toStatement(table.deleteFrom('oidc_records').where('expires_at', '<=', at)),
      toStatement(
        table.deleteFrom('oidc_records').where('id', 'in', (eb) =>
          eb
            .selectFrom('oidc_records')
            .select('id')
            .where('kind', 'in', ['Interaction', 'Session'])
            .where('expires_at', '<=', at + longestUnderWay)
            .orderBy('created_at', 'desc')
            .limit(Number.MAX_SAFE_INTEGER)
            .offset(most),
        ),
      ),
    ],
  }
}
