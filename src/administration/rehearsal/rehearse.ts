import { setImmediate as turn } from 'node:timers/promises'
import { type Rulebook, withReporting } from '../../policy/index.ts'
import { type Actor, requirePermission } from '../actor.ts'
import type { AdministrationDeps } from '../deps.ts'
import { looksAtPolicy } from '../policy/view.ts'
import { deferralsBefore } from './begun.ts'
import { type Courses, openCourse } from './course.ts'
import { judgedOf } from './judge.ts'
import { openPeople } from './people.ts'
import { recordedOf } from './recorded.ts'
import { openTally, type Tally } from './tally.ts'
import { openUntold, type Untold } from './untold.ts'

/** What recorded sign-ins would have come to under other rules. */
export interface Rehearsal extends Tally {
  /** Epoch milliseconds. */
  readonly since: number
  readonly until: number
  /** Admissions of which the trail does not say what they rested on; absent where there are none. */
  readonly untold?: Untold
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
/** Some milliseconds of work. */
const judgedPerTurn = 256

/**
 * Replays what the audit trail has of the last days against other rules, sign-ins and who was let in with a session
 * that was there already: who would have been asked for more, who would
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
  const courses: Courses = {
    before: openCourse(before, begunWith),
    after: openCourse(after, begunWith),
    tried: after,
    asksCountries: before.asksCountries || after.asksCountries,
  }
  const tally = openTally({ since, until })
  const untold = openUntold()
  let [read, judged] = [0, 0]
  for await (const rows of deps.audit.since(since, { outcome: 'accepted' })) {
    // Some stores answer at once: others get their turn in between all the same.
    await turn()
    untold.note(rows)
    const recorded = rows.flatMap((row) => recordedOf(row, applications) ?? [])
    const known = await people.of(recorded.map(({ accountId }) => accountId))
    for (const one of recorded) {
      if (++judged % judgedPerTurn === 0) await turn()
      const person = known.get(one.accountId)
      if (person) tally.note(one, person.account.name, judgedOf(deps, courses, one, person))
    }
    read += rows.length
    input.onProgress?.(read)
  }
  return { since, until, ...tally.result(), ...untold.result() }
}
