import type { RowsProgress } from './archive/facts.ts'
import type { Migration } from './migration.ts'

/** What takes the place of everything in a database. */
export interface Replacement {
  /** An SQLite file with our tables, brought up to date. */
  readonly from: string
  readonly migrations: readonly Migration[]
  /** Of so many tables, so many are done. */
  readonly onProgress?: RowsProgress
}
