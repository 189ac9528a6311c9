import { setImmediate as turn } from 'node:timers/promises'
import { inScope } from '../../authentication/index.ts'
import {
  type Demand,
  decide,
  decideSingle,
  type Policy,
  type Requirement,
  type Rulebook,
  type StandIn,
  withReporting,
  wouldBeEnough,
} from '../../policy/index.ts'
import { type Actor, requirePermission } from '../actor.ts'
import type { AdministrationDeps } from '../deps.ts'
import { couldAnswer, factsFor, type Holder } from '../holder.ts'
import { looksAtPolicy } from '../policy/view.ts'
import { deferralsBefore } from './begun.ts'
import { type Course, openCourse } from './course.ts'
import { openPeople } from './people.ts'
import { type Recorded, recordedOf, scopeThen, shownThen, standInThen, surroundingsThen } from './recorded.ts'
import { type Judged, type Outcome, openTally, type Tally } from './tally.ts'

/** What recorded sign-ins would have come to under other rules. */
export interface Rehearsal extends Tally {
  /** Epoch milliseconds. */
  readonly since: number
  readonly until: number
}

export interface RehearseInput {
  readonly actor: Actor
  /** Absent: the rules that only report, as if they demanded what they say. */
  readonly rulebook?: Rulebook | undefined
  /** Of the last so many days. */
  readonly days: number
  /** How many rows of the trail were read. */
  readonly onProgress?: (read: number) => void
}

const day = 86_400_000

/**
 * Replays what the audit trail has of the last days against other rules: who would have been asked for more, who would
 * have had to set something up and who could have put that off, who would have been shut out, and which calls of
 * applications would have been refused. Accounts are taken as they are now. Nothing is written.
 */
export async function rehearse(deps: AdministrationDeps, input: RehearseInput): Promise<Rehearsal> {
  requirePermission(input.actor, looksAtPolicy, deps.sessions.requireFresh)
  return deps.heavyReads(() => replay(deps, input))
}

async function replay(deps: AdministrationDeps, input: RehearseInput): Promise<Rehearsal> {
  const before = deps.policy
  const after = input.rulebook ? deps.policies.draft(input.rulebook) : withReporting(before)
  const until = deps.storage.clock.now()
  const since = until - input.days * day
  const applications = new Map((await deps.applications.list()).map((one) => [one.id as string, one]))
  const people = openPeople(deps, [before, after])
  const waits = before.asksDeferrals || after.asksDeferrals
  const begunWith = waits ? await deferralsBefore(deps, since) : () => []
  const courses = {
    before: openCourse(before, begunWith),
    after: openCourse(after, begunWith),
    policy: after,
    asksCountries: before.asksCountries || after.asksCountries,
  }
  const tally = openTally({ since, until })
  let read = 0
  for await (const rows of deps.audit.since(since, { outcome: 'accepted' })) {
    // Some stores answer at once: others get their turn between two pages all the same.
    await turn()
    const recorded = rows.flatMap((row) => recordedOf(row, applications) ?? [])
    const known = await people.of(recorded.map(({ accountId }) => accountId))
    for (const one of recorded) {
      const person = known.get(one.accountId)
      if (person) tally.note(one, person.account.name, judge(deps, courses, one, person))
    }
    read += rows.length
    input.onProgress?.(read)
  }
  return { since, until, ...tally.result() }
}

interface Courses {
  readonly before: Course
  readonly after: Course
  /** The one that is tried. */
  readonly policy: Policy
  /** One of them does. */
  readonly asksCountries: boolean
}

function judge(
  deps: AdministrationDeps,
  { before, after, policy, asksCountries }: Courses,
  recorded: Recorded,
  person: Holder,
): Judged {
  const known = factsFor(deps, person, recorded.application, scopeThen(recorded))
  const surroundings = surroundingsThen({ policy: { asksCountries }, countries: deps.countries }, recorded)
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
  const asking = policy.fitting(facts).filter(({ demand }) => !isEnough(demand) || isTooOld(standIn, demand))
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

function outcomeOf(
  deps: AdministrationDeps,
  need: Requirement,
  recorded: Recorded,
  { authenticators }: Holder,
): Outcome {
  if (need.deny) return 'denied'
  if (recorded.purpose === 'verify') return 'refused'
  if (inScope(authenticators, scopeThen(recorded)).some((row) => couldAnswer(deps, need, row))) return 'asked'
  return need.enrolment === 'by-invitation' ? 'invited' : 'setUp'
}
