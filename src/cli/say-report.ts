import type { Page } from './installation/installation.ts'
import { type Output, table } from './output.ts'

interface ReportWords<Item> {
  /** Said where there is nothing to report. */
  readonly none: string
  readonly headings: readonly string[]
  row(item: Item): readonly string[]
}

/** Says one page of a report, and how to ask for the next. */
export function sayReport<Item>(
  output: Output,
  { items, next }: Page<Item>,
  { none, headings, row }: ReportWords<Item>,
): void {
  output.result({ items, ...(next === undefined ? {} : { next }) })
  if (items.length === 0) output.line(none)
  else for (const line of table(headings, items.map(row))) output.line(line)
  if (next !== undefined) output.note(`More: --cursor ${next}`)
}
