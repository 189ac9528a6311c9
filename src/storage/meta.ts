import type { Statement } from './booking.ts'
import type { Migration } from './migration.ts'
import { toStatement } from './statement.ts'
import type { Storage } from './storage.ts'

/** Single facts about this installation: epoch, key check values, rpId. */
export interface MetaTables {
  meta: { key: string; value: string }
}

export const storageMigrations: readonly Migration[] = [
  {
    name: '202611240000_storage_meta',
    async up(db, columns) {
      await db.schema
        .createTable('meta')
        .addColumn('key', columns.text(), (c) => c.primaryKey())
        .addColumn('value', columns.text(), (c) => c.notNull())
        .execute()
    },
  },
]

export async function readMeta(storage: Storage, key: string): Promise<string | undefined> {
  const row = await storage
    .tables<MetaTables>()
    .selectFrom('meta')
    .select('value')
    .where('key', '=', key)
    .executeTakeFirst()
  return row?.value
}

/** All facts whose key starts with `prefix`: the check values of all keys. */
export async function listMeta(storage: Storage, prefix: string): Promise<ReadonlyMap<string, string>> {
  const rows = await storage.tables<MetaTables>().selectFrom('meta').selectAll().orderBy('key').execute()
  return new Map(rows.filter((row) => row.key.startsWith(prefix)).map((row) => [row.key, row.value]))
}

/** Refused where it is gone already. */
export function removeMeta(storage: Storage, key: string): Statement {
  return toStatement(storage.tables<MetaTables>().deleteFrom('meta').where('key', '=', key), 1)
}

/** Sets a fact where there is none yet; whoever else does so at that moment is not refused. */
export function beginMeta(storage: Storage, key: string, value: string): Statement {
  return toStatement(insertOnce(storage, key, value))
}

/** Sets a fact if it still is `from` (undefined: if there is none yet); whoever saw an older one is refused. */
export function writeMeta(
  storage: Storage,
  key: string,
  change: { from: string | undefined; to: string },
): Statement {
  const db = storage.tables<MetaTables>()
  const { from, to } = change
  const query =
    from === undefined
      ? insertOnce(storage, key, to)
      : db.updateTable('meta').set({ value: to }).where('key', '=', key).where('value', '=', from)
  return toStatement(query, 1)
}

function insertOnce(storage: Storage, key: string, value: string) {
  return storage
    .tables<MetaTables>()
    .insertInto('meta')
    .values({ key, value })
    .onConflict((conflict) => conflict.doNothing())
}
