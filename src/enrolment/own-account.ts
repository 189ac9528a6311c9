import type { Account } from '../accounts/index.ts'
import type { Application } from '../applications/index.ts'
import { factsOf } from '../authentication/index.ts'
import type { Authenticator } from '../authenticators/index.ts'
import type { Facts } from '../policy/index.ts'
import { type Session, sessionRequired } from '../sessions/index.ts'
import { requireBar } from './bar.ts'
import type { EnrolmentDeps } from './deps.ts'

/** The account that a session is of, as it is now. */
export interface OwnAccount {
  readonly account: Account
  readonly session: Session
  readonly application: Application
  /** All that the account has, pending offers too. */
  readonly authenticators: readonly Authenticator[]
  /** What of it sets the bar, wherever it was made (R1). */
  readonly confirmed: Facts['confirmed']
}

/** One's own account. Throws `session.required` where the session outlived it. */
export async function ownAccount(deps: EnrolmentDeps, session: Session): Promise<OwnAccount> {
  const [account, authenticators, application] = await Promise.all([
    deps.accounts.find(session.accountId),
    deps.authenticators.ofAccount(session.accountId),
    deps.applications.find(session.applicationId),
  ])
  if (account?.status !== 'active' || account.epoch !== session.epoch || !application) throw sessionRequired()
  const { confirmed } = factsOf(deps.factors, account, application, authenticators, false)
  return { account, session, application, authenticators, confirmed }
}

/** The same for a session that may change factors and contacts: fresh, at the bar (G10). Throws `step-up.required`. */
export async function ownAccountAtBar(deps: EnrolmentDeps, session: Session): Promise<OwnAccount> {
  const own = await ownAccount(deps, session)
  requireBar(deps, session, own.confirmed)
  return own
}
