import type { Id } from '../kernel/ids.ts'

/**
 * staging: rows are added, and nobody sees them · live: all of them count, from one moment on · void: none of them
 * ever will.
 */
export type ImportStatus = 'staging' | 'live' | 'void'

/** Many entries that go live together, or not at all. */
export interface Import {
  readonly id: Id<'import'>
  readonly status: ImportStatus
  /** A keyed hash of everything that is brought in: the same entries go on where they were left. */
  readonly digest: string
  /** Who began it, as audit names them. */
  readonly actor: string
  /** How many entries there are, and how many of them are staged, from the first on. */
  readonly entries: number
  readonly staged: number
  readonly createdAt: number
  readonly changedAt: number
}

export interface ImportsTable {
  id: string
  status: string
  digest: string
  actor: string
  entries: number
  staged: number
  created_at: number
  changed_at: number
  /** When the last row that it brought was let go or removed. */
  settled_at: number | null
}

/** A column that every table has in which rows can be staged: the import that still holds the row. */
export interface Staged {
  import_id: string | null
}

export interface ImportTables {
  imports: ImportsTable
}
