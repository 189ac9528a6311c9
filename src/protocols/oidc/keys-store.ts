import { type Statement, type Storage, toStatement } from '../../storage/index.ts'
import type { OidcKeysTable, OidcTables } from './schema.ts'

export type KeyRow = OidcKeysTable

/** The SQL of the keys that sign. */
export function keyStore(storage: Storage) {
  const table = storage.tables<OidcTables>()
  return {
    /** Those that are still handed out, youngest first. */
    living: (at: number): Promise<KeyRow[]> =>
      table
        .selectFrom('oidc_keys')
        .selectAll()
        .where((eb) => eb.or([eb('retires_at', 'is', null), eb('retires_at', '>', at)]))
        .orderBy('turn', 'desc')
        .orderBy('algorithm')
        .execute(),

    /** Refused where another node has made the one of this turn. */
    insert: (row: KeyRow): Statement =>
      toStatement(
        table
          .insertInto('oidc_keys')
          .values(row)
          .onConflict((conflict) => conflict.doNothing()),
        1,
      ),

    retire: (id: string, at: number): Statement =>
      toStatement(table.updateTable('oidc_keys').set({ retires_at: at }).where('id', '=', id), 1),

    sweep: (at: number): Statement =>
      toStatement(table.deleteFrom('oidc_keys').where('retires_at', '<=', at)),
  }
}
