import { type ReactNode, useEffect } from 'react'
import classes from './page-head.module.css'

interface PageHeadProps {
  readonly title: string
  readonly lead?: ReactNode
  readonly action?: ReactNode
  /** A link to the page above, where this one does not stand in the navigation. */
  readonly back?: ReactNode
}

/** The head of a page: its title, a line about it, and its main action. */
export function PageHead({ title, lead, action, back }: PageHeadProps) {
  useEffect(() => {
    document.title = title
  }, [title])
  return (
    <header className={classes.head}>
      {back !== undefined && <p className={classes.back}>{back}</p>}
      <div className={classes.text}>
        <h1 className={classes.title}>{title}</h1>
        {lead !== undefined && <p className={classes.lead}>{lead}</p>}
      </div>
      {action}
    </header>
  )
}
