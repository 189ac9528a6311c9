import type { ReactNode } from 'react'
import classes from './answers.module.css'

/** What a question can be answered with, at its end; on a telephone as wide as it, so that a thumb finds them. */
export function Answers({ children }: { readonly children: ReactNode }) {
  return <div className={classes.answers}>{children}</div>
}
