import type { Account } from '../accounts/index.ts'
import type { Authenticator } from '../authenticators/index.ts'
import type { Session } from '../sessions/index.ts'
import type { Statement } from '../storage/index.ts'
import type { EnrolmentDeps } from './deps.ts'

/** Who changes something of their own, as it was looked at. */
export interface Changing {
  readonly account: Account
  /** In which they do; undefined where it is no session that lets them. */
  readonly session?: Session | undefined
}

/**
 * Books what an owner does to an authenticator, with its line in the audit. False where somebody was faster. Throws
 * `session.required` where their session was ended meanwhile.
 */
export async function bookOwn(
  deps: EnrolmentDeps,
  { account, session }: Changing,
  row: Authenticator,
  statements: readonly Statement[],
  event: string,
): Promise<boolean> {
  const outcome = await deps.sessions.bookIn(session, {
    statements: [deps.accounts.expectActiveEpoch(account.id, account.epoch), ...statements],
    events: [
      {
        at: deps.storage.clock.now(),
        event,
        outcome: 'done',
        actor: account.id,
        accountId: account.id,
        authenticatorId: row.id,
        details: { factor: row.factor },
      },
    ],
    locks: [account.id, row.id],
  })
  return outcome === 'booked'
}
