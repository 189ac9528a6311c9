import {
  type Circumstances,
  type Demand,
  decide,
  decideSingle,
  type StandIn,
  wouldBeEnough,
} from '../../policy/index.ts'
import type { AdministrationDeps } from '../deps.ts'
import { factsFor, type Holder } from '../holder.ts'
import { judgeAdmission } from './admission.ts'
import type { Courses } from './course.ts'
import { outcomeOf } from './outcome.ts'
import { isAdmission, type Recorded, scopeThen, surroundingsThen } from './recorded.ts'
import { shownThen, standInThen } from './shown.ts'
import type { Judged } from './tally.ts'

/** What comes of a recorded sign-in, or of an admission with a session that was there already. */
export function judgedOf(
  deps: AdministrationDeps,
  courses: Courses,
  recorded: Recorded,
  person: Holder,
): Judged {
  const policy = { asksCountries: courses.asksCountries }
  const surroundings = surroundingsThen({ policy, countries: deps.countries }, recorded)
  return isAdmission(recorded)
    ? judgeAdmission(deps, courses, { recorded, person, surroundings })
    : judgeSignIn(deps, courses, { recorded, person, surroundings })
}

interface SignIn {
  readonly recorded: Recorded
  readonly person: Holder
  readonly surroundings: Circumstances
}

function judgeSignIn(
  deps: AdministrationDeps,
  { before, after, tried }: Courses,
  { recorded, person, surroundings }: SignIn,
): Judged {
  const known = factsFor(deps, person, recorded.application, scopeThen(recorded))
  const facts = { ...known, circumstances: { ...known.circumstances, ...surroundings } }
  const shown = shownThen(deps, recorded)
  const standIn = standInThen(deps, recorded)
  const isEnough = (demand: Demand) => wouldBeEnough(demand, shown, standIn)
  const decided = isSingle(deps, recorded) ? decideSingle : decide
  const signIn = { person, facts, at: recorded.at, decided, isEnough }
  const was = before.meet(signIn)
  const met = after.meet(signIn)
  // What is not enough any more under the rules in force, or is put off under them too, is no news of these.
  if (!was.enough || (met.enough && (!met.putOff || was.putOff))) return { outcome: 'same', rules: [] }
  const asking = tried.fitting(facts).filter(({ demand }) => !isEnough(demand) || isTooOld(standIn, demand))
  const rules = asking.map(({ rule }) => rule.name)
  if (met.putOff) return { outcome: 'putOff', rules, until: met.putOff.until }
  return { outcome: outcomeOf(deps, met.need, recorded, person), rules }
}

/** An application asked with one code, and nothing besides. */
function isSingle(
  { factors: all }: AdministrationDeps,
  { purpose, assurance, vouched, factors }: Recorded,
): boolean {
  const withFirst = vouched || factors.some((id) => all.find(id)?.traits.first)
  return purpose === 'verify' && assurance === 1 && !withFirst
}

function isTooOld(standIn: StandIn | undefined, { remembered }: Demand): boolean {
  return standIn !== undefined && standIn.age > remembered
}
