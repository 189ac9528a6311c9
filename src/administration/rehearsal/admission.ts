import { factsOf, firstFactorsAmong, inScope } from '../../authentication/index.ts'
import {
  type Circumstances,
  type Demand,
  decide,
  heldTo,
  type Standing,
  wouldBeEnough,
} from '../../policy/index.ts'
import type { AdministrationDeps } from '../deps.ts'
import { factsFor, type Holder } from '../holder.ts'
import type { Courses } from './course.ts'
import { outcomeOf } from './outcome.ts'
import { type RecordedAdmission, scopeThen } from './recorded.ts'
import { earlierThen, standInThen } from './shown.ts'
import type { Judged } from './tally.ts'

interface Admission {
  readonly recorded: RecordedAdmission
  readonly person: Holder
  readonly surroundings: Circumstances
}

/** Whether a session that was there already would have been enough, and else what a step-up would have asked for. */
export function judgeAdmission(
  deps: AdministrationDeps,
  { before, after, tried }: Courses,
  { recorded, person, surroundings }: Admission,
): Judged {
  const known = factsFor(deps, person, recorded.application, scopeThen(recorded))
  const circumstances = { ...known.circumstances, ...surroundings }
  const facts = { ...sessionFacts(deps, recorded, person), circumstances }
  const earlier = earlierThen(deps, recorded)
  const standIn = standInThen(deps, recorded)
  const isEnough = (demand: Demand, shown: Standing) => wouldBeEnough(demand, shown, standIn)
  const session = { person, facts, earlier, isEnough }
  const { need, held } = after.hold(session)
  // What is not enough any more under the rules in force is no news of these.
  if (held === 'met' || before.hold(session).held !== 'met') return { outcome: 'same', rules: [] }
  const asking = tried.fitting(facts).filter(({ demand }) => heldTo(demand, earlier, isEnough) !== 'met')
  const stepUp = { ...known, changes: true, circumstances: { ...circumstances, purpose: 'step-up' } }
  const { enrolment } = decide(tried, stepUp)
  return {
    outcome: outcomeOf(deps, { ...need, enrolment }, recorded, person),
    rules: asking.map(({ rule }) => rule.name),
  }
}

/** What a decision about a session rests on: what its owner has set up since asks for more at the next sign-in alone. */
function sessionFacts(
  { factors }: Pick<AdministrationDeps, 'factors'>,
  { application, standIn }: RecordedAdmission,
  { account, authenticators }: Holder,
) {
  const counting = standIn ? inScope(authenticators, application) : firstFactorsAmong(factors, authenticators)
  return { ...factsOf(factors, account, application, counting, false), stands: true }
}
