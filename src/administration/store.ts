import { type Statement, type Storage, toStatement } from '../storage/index.ts'
import type { AdministrationTables, ApprovalsTable, RetryKeysTable, SetUpsTable } from './schema.ts'

/** SQL of set-up links, of requests that wait for a second administrator, and of retry keys. */
export function administrationStore(storage: Storage) {
  const db = storage.tables<AdministrationTables>()
  return {
    findSetUp: (tokenHash: string): Promise<SetUpsTable | undefined> =>
      db.selectFrom('set_ups').selectAll().where('token_hash', '=', tokenHash).executeTakeFirst(),

    async anySetUp(): Promise<boolean> {
      return (await db.selectFrom('set_ups').select('id').executeTakeFirst()) !== undefined
    },

    /** Makes the older links void: there is one (R10). */
    voidSetUps: (at: number): Statement =>
      toStatement(db.updateTable('set_ups').set({ used_at: at }).where('used_at', 'is', null)),

    insertSetUp: (row: SetUpsTable): Statement => toStatement(db.insertInto('set_ups').values(row), 1),

    saveDraft: (id: string, draft: Uint8Array, at: number): Statement =>
      toStatement(
        db
          .updateTable('set_ups')
          .set({ draft })
          .where('id', '=', id)
          .where('used_at', 'is', null)
          .where('expires_at', '>', at),
        1,
      ),

    spendSetUp: (id: string, at: number): Statement =>
      toStatement(
        db
          .updateTable('set_ups')
          .set({ used_at: at, draft: null })
          .where('id', '=', id)
          .where('used_at', 'is', null)
          .where('expires_at', '>', at),
        1,
      ),

    findApproval: (id: string): Promise<ApprovalsTable | undefined> =>
      db.selectFrom('approvals').selectAll().where('id', '=', id).executeTakeFirst(),

    requestApproval: (row: ApprovalsTable): Statement =>
      toStatement(
        db
          .insertInto('approvals')
          .values(row)
          .onConflict((conflict) =>
            conflict.column('id').doUpdateSet({
              requested_by: row.requested_by,
              reason: row.reason,
              created_at: row.created_at,
              expires_at: row.expires_at,
            }),
          ),
        1,
      ),

    findRetryKey: (id: string, at: number): Promise<RetryKeysTable | undefined> =>
      db
        .selectFrom('retry_keys')
        .selectAll()
        .where('id', '=', id)
        .where('expires_at', '>', at)
        .executeTakeFirst(),

    /** Refused where the key lives; the row of one that is over is used anew. */
    insertRetryKey: (row: RetryKeysTable, at: number): Statement =>
      toStatement(
        db
          .insertInto('retry_keys')
          .values(row)
          .onConflict((conflict) =>
            conflict.column('id').doUpdateSet(row).where('retry_keys.expires_at', '<=', at),
          ),
        1,
      ),

    sweepRetryKeys: (at: number): Statement =>
      toStatement(db.deleteFrom('retry_keys').where('expires_at', '<=', at)),

    /** The second person's act takes the request with it. */
    takeApproval: (row: ApprovalsTable): Statement =>
      toStatement(
        db.deleteFrom('approvals').where('id', '=', row.id).where('requested_by', '=', row.requested_by),
        1,
      ),
  }
}
