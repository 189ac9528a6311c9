import { type ReactNode, useEffect, useRef } from 'react'
import classes from './step.module.css'

interface StepProps {
  readonly title: string
  readonly lead?: ReactNode
  /** Takes the focus when the step appears; off where a field of the step takes it. */
  readonly focusTitle?: boolean
  /** Takes all the room that there is: for things side by side. */
  readonly wide?: boolean
  readonly children?: ReactNode
}

/** One step of a flow: a title that is announced when it appears, a lead, and what is to be done. */
export function Step({ title, lead, focusTitle = false, wide = false, children }: StepProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = title
    if (focusTitle) heading.current?.focus()
  }, [title, focusTitle])
  return (
    <section className={classes.step} data-wide={wide || undefined}>
      <header className={classes.head}>
        <h1 ref={heading} tabIndex={-1} data-step-heading className={classes.title}>
          {title}
        </h1>
        {lead !== undefined && <p className={classes.lead}>{lead}</p>}
      </header>
      {children}
    </section>
  )
}
