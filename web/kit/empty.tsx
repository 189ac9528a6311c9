import type { ReactNode } from 'react'
import classes from './empty.module.css'

/** What stands where a list has nothing: why, and what to do about it. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={classes.empty}>
      <strong>{title}</strong>
      {children !== undefined && <div className={classes.text}>{children}</div>}
    </div>
  )
}
