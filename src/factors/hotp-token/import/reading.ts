import type { TableOptions } from './options.ts'
import type { Problems } from './problems.ts'

/** What goes along while a table is read: what is not in it, and what is wrong with it. */
export interface Reading {
  readonly options: TableOptions
  readonly problems: Problems
}
