import type { Grade } from '../api/types.ts'
import classes from './meter.module.css'

const steps = [1, 2, 3, 4, 5] as const

/** A grade of 1 to 5 as small bars, said in words beside it; without a label where a table heads it. */
export function Meter({ label, grade, words }: { label?: string; grade: Grade; words: string }) {
  return (
    <div className={classes.meter}>
      {label !== undefined && <span className={classes.label}>{label}</span>}
      <span className={classes.bars} data-grade={grade} aria-hidden="true">
        {steps.map((step) => (
          <span key={step} className={classes.bar} data-on={step <= grade || undefined} />
        ))}
      </span>
      <span className={classes.words}>{words}</span>
    </div>
  )
}
