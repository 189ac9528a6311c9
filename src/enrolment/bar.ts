import { barOf, type Facts, strongestOf } from '../policy/index.ts'
import { type Session, stepUpRequired } from '../sessions/index.ts'
import type { EnrolmentDeps } from './deps.ts'

type BarDeps = Pick<EnrolmentDeps, 'sessions'>

/**
 * Whether a session may change the factors of its account: fresh, at the level that they set, and begun with one that
 * cannot be phished where there is any. Whoever phished a code must not bind a key of their own (G10, R1).
 */
export function isAtBar(deps: BarDeps, session: Session, confirmed: Facts['confirmed']): boolean {
  const strongest = strongestOf(confirmed)
  const strong = strongest.length === 0 || strongest.some((factor) => session.factors.includes(factor))
  return strong && deps.sessions.isFresh(session, barOf(confirmed))
}

/** Throws `step-up.required`. */
export function requireBar(deps: BarDeps, session: Session, confirmed: Facts['confirmed']): void {
  if (!isAtBar(deps, session, confirmed)) throw stepUpRequired()
}
