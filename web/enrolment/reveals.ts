import type { AttemptView, FactorInfo, Shown } from '../api/types.ts'
import { screensOf } from '../factors.ts'

/** An enrolment that is complete, and what came with it. */
export interface Enrolled {
  readonly factor: string
  readonly show?: Shown
  readonly recovery?: Shown
  readonly attempt?: AttemptView
}

/** Something to show this once, by the screen of its factor. */
export interface Reveal {
  readonly factor: string
  readonly show: Shown
}

/** What must be seen before going on: what the factor shows, then the recovery codes. */
export function revealsOf(enrolled: Enrolled, factors: readonly FactorInfo[]): readonly Reveal[] {
  const own = enrolled.show === undefined ? [] : [{ factor: enrolled.factor, show: enrolled.show }]
  const recovery = factors.find(({ role, handedOut }) => role === 'recovery' && !handedOut)
  const codes =
    enrolled.recovery === undefined || recovery === undefined
      ? []
      : [{ factor: recovery.id, show: enrolled.recovery }]
  return [...own, ...codes].filter(({ factor }) => screensOf(factor)?.Reveal !== undefined)
}
