import { type Assurance, assuranceOf, type Proved } from '../policy/index.ts'
import { stepUpRequired } from './errors.ts'
import type { Session, Wanted } from './schema.ts'

/** The proofs of a session that are not older than so many milliseconds at `at`. */
export function freshProofs(
  { proved }: Pick<Session, 'proved'>,
  within: number,
  at: number,
): readonly Proved[] {
  return proved.filter((proof) => at >= proof.at && at - proof.at <= within)
}

/** What the fresh proofs of a session are worth alone. */
export function freshAssurance(session: Pick<Session, 'proved'>, within: number, at: number): Assurance {
  return assuranceOf(freshProofs(session, within, at))
}

/**
 * Holds a session against what an application asks for at some route of its own: it may only ask for more than policy
 * does (R15). Throws `step-up.required`.
 */
export function requireWanted(session: Session, wanted: Wanted, at: number): void {
  const { within = Number.POSITIVE_INFINITY, assurance = session.assurance } = wanted
  const reached = wanted.within === undefined ? session.assurance : freshAssurance(session, within, at)
  if (reached < assurance) throw stepUpRequired(wanted)
}
