import { sql } from 'kysely'
import { type Statement, type Storage, toStatement } from '../../storage/index.ts'
import type { SealedColumn, SealedRow } from './sealed-columns.ts'

/** The SQL of a rotation: the same questions to every sealed column. An envelope has the id of its key in bytes 2 to 9. */
export function sealedStore(storage: Storage) {
  const db = storage.tables<Record<string, Record<string, unknown>>>()

  return {
    /** How many values each key has sealed, by its id in hex. */
    async countByKey({ table, column }: SealedColumn): Promise<ReadonlyMap<string, number>> {
      const value = sql.ref(column)
      const keyId =
        storage.dialect === 'sqlite'
          ? sql<string>`lower(hex(substr(${value}, 2, 8)))`
          : sql<string>`encode(substr(${value}, 2, 8), 'hex')`
      const rows = await db
        .selectFrom(table)
        .select([keyId.as('key_id'), sql<number>`count(*)`.as('total')])
        .where(column, 'is not', null)
        .groupBy(keyId)
        .execute()
      return new Map(rows.map((row) => [String(row.key_id), Number(row.total)]))
    },

    /** The next values that another key than this one has sealed, in the order of their rows' ids. */
    async sealedByOthers(
      { table, column, account, factor, locks }: SealedColumn,
      keyId: string,
      page: { readonly after: string; readonly limit: number },
    ): Promise<readonly (SealedRow & { readonly sealed: Uint8Array })[]> {
      const names = new Set(['id', ...locks, ...[account, factor].flatMap((name) => name ?? [])])
      const rows = await db
        .selectFrom(table)
        .select([...names])
        .select(`${column} as sealed`)
        .where('id', '>', page.after)
        .where(column, 'is not', null)
        .where(sql<boolean>`substr(${sql.ref(column)}, 2, 8) <> ${Buffer.from(keyId, 'hex')}`)
        .orderBy('id')
        .limit(page.limit)
        .execute()
      return rows as unknown as readonly (SealedRow & { readonly sealed: Uint8Array })[]
    },

    /** Compare-and-set on the sealed value itself: whoever wrote another one meanwhile keeps it. */
    replace(
      { table, column }: SealedColumn,
      id: string,
      change: { from: Uint8Array; to: Uint8Array },
    ): Statement {
      return toStatement(
        db
          .updateTable(table)
          .set({ [column]: change.to })
          .where('id', '=', id)
          .where(column, '=', change.from),
        1,
      )
    },
  }
}
