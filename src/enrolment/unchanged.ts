import type { Account } from '../accounts/index.ts'
import { type Session, sessionRequired } from '../sessions/index.ts'
import type { Statement } from '../storage/index.ts'
import type { EnrolmentDeps } from './deps.ts'

/** Who changes something of their own, as it was looked at. */
export interface Changing {
  readonly account: Account
  /** In which they do; undefined where it is no session that lets them. */
  readonly session?: Session | undefined
}

/**
 * Holds while the account is as it was, and the session has not been ended: whoever is shut out meanwhile, on whatever
 * node, changes nothing any more (R2, R3).
 */
export function expectUnchanged(deps: EnrolmentDeps, { account, session }: Changing): readonly Statement[] {
  return [
    deps.accounts.expectActiveEpoch(account.id, account.epoch),
    ...(session ? [deps.sessions.expectLiving(session.id)] : []),
  ]
}

/** Asked where a change was refused. Throws `session.required` where its session was ended meanwhile. */
export async function requireNotEnded(
  deps: EnrolmentDeps,
  { session }: Pick<Changing, 'session'>,
): Promise<void> {
  if (session && !(await deps.sessions.findLivingById(session.id))) throw sessionRequired()
}
