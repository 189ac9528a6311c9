import type { AuditRow } from '../../audit/index.ts'
import { isUntold } from './recorded.ts'

/** Admissions that cannot be replayed. */
export interface Untold {
  readonly admissions: number
  /** When the last of them was, epoch milliseconds. */
  readonly last: number
}

/** Counts the admissions of which the trail does not say what they rested on. */
export function openUntold() {
  let admissions = 0
  let last = 0
  return {
    /** Rows come oldest first. */
    note(rows: readonly AuditRow[]) {
      const untold = rows.filter(isUntold)
      admissions += untold.length
      last = untold.at(-1)?.at ?? last
    },

    result(): { readonly untold?: Untold } {
      return admissions === 0 ? {} : { untold: { admissions, last } }
    },
  }
}
