import type { ReactNode } from 'react'
import classes from './turns.module.css'

/** Other ways on from a step, as small quiet buttons. */
export function Turns({ children }: { readonly children: ReactNode }) {
  return <div className={classes.turns}>{children}</div>
}
