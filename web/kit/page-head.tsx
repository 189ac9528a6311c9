import { type ReactNode, useEffect } from 'react'
import classes from './page-head.module.css'

/** The head of a page: its title, a line about it, and its main action. */
export function PageHead({ title, lead, action }: { title: string; lead?: ReactNode; action?: ReactNode }) {
  useEffect(() => {
    document.title = title
  }, [title])
  return (
    <header className={classes.head}>
      <div className={classes.text}>
        <h1 className={classes.title}>{title}</h1>
        {lead !== undefined && <p className={classes.lead}>{lead}</p>}
      </div>
      {action}
    </header>
  )
}
