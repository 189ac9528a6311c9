import {
  inScope,
  isAtHand,
  lastingRequirement,
  type PutOff,
  putOffOf,
  strongestFirst,
} from '../authentication/index.ts'
import { barOf, type Reason } from '../policy/index.ts'
import type { Session } from '../sessions/index.ts'
import { isAtBar } from './bar.ts'
import type { EnrolmentDeps } from './deps.ts'
import { ownAccount } from './own-account.ts'

/** What a signed-in person may and must set up. */
export interface EnrolmentRequirements {
  /** A second factor is demanded and none was ever confirmed. */
  readonly required: boolean
  /** That was put off, and may wait; absent where it was not, or may not any longer. */
  readonly putOff?: PutOff
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
  const putOff = putOffOf(requirement)
  const held = here.filter((row) => row.status !== 'pending')
  return {
    required: requirement.enrolment !== 'none',
    ...(putOff ? { putOff } : {}),
    mayEnrol,
    stepUpRequired: !isAtBar(deps, session, confirmed),
    bar: barOf(confirmed),
    factors: await Promise.all(
      deps.factors.all.toSorted(strongestFirst).map(async (factor) => {
        const count = held.filter((row) => row.factor === factor.id).length
        const { perAccount, handedOut } = factor.traits
        const works = !handedOut && factor.unavailable?.('enrol') === undefined
        const available =
          mayEnrol && works && count < perAccount && (await isAtHand(deps, factor, account.id))
        return { id: factor.id, available, count, perAccount }
      }),
    ),
    because: requirement.because,
  }
}
