import { VisuallyHidden } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './data-table.module.css'

interface DataTableProps {
  readonly caption: string
  readonly columns: readonly string[]
  readonly children: ReactNode
}

/** A table that turns into cards on a telephone; each cell names itself with `data-label`. */
export function DataTable({ caption, columns, children }: DataTableProps) {
  return (
    <div className={classes.frame}>
      <table className={classes.table}>
        <caption>
          <VisuallyHidden>{caption}</VisuallyHidden>
        </caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}
