import { inScope, lastingRequirement, strongestFirst } from '../authentication/index.ts'
import { barOf, type Reason } from '../policy/index.ts'
import type { Session } from '../sessions/index.ts'
import { isAtBar } from './bar.ts'
import type { EnrolmentDeps } from './deps.ts'
import { ownAccount } from './own-account.ts'

/** What a signed-in person may and must set up. */
export interface EnrolmentRequirements {
  /** A second factor is demanded and none was ever confirmed. */
  readonly required: boolean
  readonly mayEnrol: boolean
  /** The session is too old or too weak to change factors (G10). */
  readonly stepUpRequired: boolean
  /** The level that the account's own authenticators set. */
  readonly bar: 1 | 2
  readonly factors: readonly {
    readonly id: string
    readonly available: boolean
    readonly count: number
    readonly perAccount: number
  }[]
  readonly because: readonly Reason[]
}

export async function enrolmentRequirements(
  deps: EnrolmentDeps,
  session: Session,
): Promise<EnrolmentRequirements> {
  const { account, application, authenticators, confirmed } = await ownAccount(deps, session)
  const here = inScope(authenticators, application)
  const requirement = await lastingRequirement(deps, { account, application, authenticators: here })
  const mayEnrol = requirement.enrolment !== 'by-invitation'
  const held = here.filter((row) => row.status !== 'pending')
  return {
    required: requirement.enrolment !== 'none',
    mayEnrol,
    stepUpRequired: !isAtBar(deps, session, confirmed),
    bar: barOf(confirmed),
    factors: deps.factors.all.toSorted(strongestFirst).map((factor) => {
      const count = held.filter((row) => row.factor === factor.id).length
      const { perAccount } = factor.traits
      const works = !factor.traits.handedOut && factor.unavailable?.('enrol') === undefined
      return { id: factor.id, available: mayEnrol && works && count < perAccount, count, perAccount }
    }),
    because: requirement.because,
  }
}
