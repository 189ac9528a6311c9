import classes from './share-bar.module.css'

interface ShareBarProps {
  readonly part: number
  readonly of: number
  /** The rest is neither good nor bad. */
  readonly plain?: boolean
}

/** How much of all is not as it should be; words beside it say the same. */
export function ShareBar({ part, of, plain = false }: ShareBarProps) {
  const share = of === 0 ? 0 : (part / of) * 100
  const shown = part > 0 ? Math.max(share, 2) : 0
  return (
    <svg className={classes.bar} viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect className={plain ? classes.plain : classes.rest} width="100" height="8" />
      <rect className={classes.part} width={shown} height="8" />
    </svg>
  )
}
