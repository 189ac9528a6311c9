import { type Statement, type Storage, toStatement } from '../../storage/index.ts'

/** Takes everything out of a table, whichever it is: what was issued before a restore counts no more. */
export function emptyTable(storage: Storage, table: string): Statement {
  return toStatement(storage.tables<Record<string, Record<string, unknown>>>().deleteFrom(table))
}
