import { sql } from 'kysely'
import { type Migration, type Statement, type Storage, toStatement, writeCounter } from './index.ts'

/** A table to book into, with what the real ones have: a version to compare, a counter that only grows. */
export interface BookTables {
  books: { id: string; owner: string; version: number; counter: string | number | null; note: string | null }
}

export const bookMigrations: readonly Migration[] = [
  {
    name: '209901010000_test_books',
    async up(db, columns) {
      await db.schema
        .createTable('books')
        .addColumn('id', columns.id(), (c) => c.primaryKey())
        .addColumn('owner', columns.text(), (c) => c.notNull())
        .addColumn('version', 'integer', (c) => c.notNull())
        .addColumn('counter', columns.counter())
        .addColumn('note', columns.json())
        .execute()
    },
  },
]

export function insertBook(storage: Storage, id: string, owner = 'nobody', counter?: bigint): Statement {
  const row = { id, owner, version: 1, counter: writeCounter(counter), note: null }
  return toStatement(storage.tables<BookTables>().insertInto('books').values(row), 1)
}

/** Succeeds for whoever saw this version last. */
export function advanceBook(storage: Storage, id: string, version: number): Statement {
  const query = storage
    .tables<BookTables>()
    .updateTable('books')
    .set({ version: version + 1 })
  return toStatement(query.where('id', '=', id).where('version', '=', version), 1)
}

/** Always succeeds while the row is there. */
export function touchBook(storage: Storage, id: string): Statement {
  const query = storage.tables<BookTables>().updateTable('books').set({ version: sql<number>`version + 1` })
  return toStatement(query.where('id', '=', id), 1)
}

export async function bookIds(storage: Storage): Promise<readonly string[]> {
  const rows = await storage.tables<BookTables>().selectFrom('books').select('id').orderBy('id').execute()
  return rows.map(({ id }) => id)
}

export async function versionOf(storage: Storage, id: string): Promise<number | undefined> {
  const row = await storage
    .tables<BookTables>()
    .selectFrom('books')
    .select('version')
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.version
}
