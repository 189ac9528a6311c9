import type { Account } from '../accounts/index.ts'
import { bookUnjudged, type Surroundings, throttled } from '../authentication/index.ts'
import type { Statement } from '../storage/index.ts'
import type { Budget } from '../throttle/index.ts'
import type { Standing } from './authority.ts'
import type { EnrolmentDeps } from './deps.ts'

/**
 * Wrong answers that an account may give in a day, over all offers: a new one begins no new count. They are counted
 * apart from its sign-ins, so that no mistake here holds one up; and no success forgets them, for what is guessed at
 * here may be somebody's number, or a token in a drawer.
 */
function budgetOf({ id }: Pick<Account, 'id'>): Budget {
  return { id: `enrolment|${id}`, limit: 20, window: 24 * 3_600_000 }
}

/** What a wrong answer costs. */
export function guessOf(deps: Pick<EnrolmentDeps, 'throttle'>, account: Account, at: number): Statement {
  return deps.throttle.take(budgetOf(account), at)
}

/** Throws `throttled`, with its line in the audit, where the day's wrong answers are used up (G13). */
export async function requireGuess(
  deps: EnrolmentDeps,
  { account, application }: Standing,
  surroundings: Surroundings,
  at: number,
): Promise<void> {
  const wait = await deps.throttle.waitFor([budgetOf(account)], at)
  if (wait === 0) return
  const whose = { accountId: account.id, ownerKey: account.id, applicationId: application.id }
  await bookUnjudged(deps, whose, surroundings, 'throttled')
  throw throttled(wait)
}
