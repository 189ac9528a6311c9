import { setImmediate as turn } from 'node:timers/promises'
import { inScope } from '../../authentication/index.ts'
import {
  type Demand,
  decide,
  decideSingle,
  isStillEnough,
  mayRemember,
  type Policy,
  type Requirement,
  type Rulebook,
  withReporting,
} from '../../policy/index.ts'
import { type Actor, requirePermission } from '../actor.ts'
import type { AdministrationDeps } from '../deps.ts'
import { couldAnswer, factsFor, type Holder } from '../holder.ts'
import { looksAtPolicy } from '../policy/view.ts'
import { openPeople } from './people.ts'
import { type Recorded, recordedOf, shownThen, surroundingsThen } from './recorded.ts'
import { type Outcome, openTally, type Tally } from './tally.ts'

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
 * have had to set something up, who would have been shut out, and which calls of applications would have been refused.
 * Accounts are taken as they are now. Nothing is written.
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
  const tally = openTally({ since, until })
  let read = 0
  for await (const rows of deps.audit.acceptedSince(since)) {
    // Some stores answer at once: others get their turn between two pages all the same.
    await turn()
    const recorded = rows.flatMap((row) => recordedOf(row, applications) ?? [])
    const known = await people.of(recorded.map(({ accountId }) => accountId))
    for (const one of recorded) {
      const person = known.get(one.accountId)
      if (person) tally.note(one, person.account.name, judge(deps, { before, after }, one, person))
    }
    read += rows.length
    input.onProgress?.(read)
  }
  return { since, until, ...tally.result() }
}

interface Judged {
  readonly outcome: Outcome
  /** Names of the rules that would have asked for more than was shown. */
  readonly rules: readonly string[]
}

function judge(
  deps: AdministrationDeps,
  { before, after }: { readonly before: Policy; readonly after: Policy },
  recorded: Recorded,
  person: Holder,
): Judged {
  const known = factsFor(deps, person, recorded.application)
  const facts = { ...known, circumstances: { ...known.circumstances, ...surroundingsThen(recorded) } }
  const single =
    recorded.purpose === 'verify' &&
    recorded.assurance === 1 &&
    !recorded.vouched &&
    !recorded.factors.some((id) => deps.factors.find(id)?.traits.first)
  const decided = single ? decideSingle : decide
  const shown = shownThen(deps, recorded)
  const need = decided(after, facts)
  // How long a browser had been remembered then is not in the trail: it is taken as short enough.
  const isEnough = (demand: Demand) =>
    isStillEnough(demand, shown) || (recorded.remembered && mayRemember(demand))
  // What is not enough any more under the rules in force is no news of these.
  if (isEnough(need) || !isEnough(decided(before, facts))) return { outcome: 'same', rules: [] }
  const rules = after
    .fitting(facts)
    .filter(({ demand }) => !isEnough(demand) || (recorded.remembered && demand.remembered === 0))
  return { outcome: outcomeOf(deps, need, recorded, person), rules: rules.map(({ rule }) => rule.name) }
}

function outcomeOf(
  deps: AdministrationDeps,
  need: Requirement,
  { purpose, application }: Recorded,
  { authenticators }: Holder,
): Outcome {
  if (need.deny) return 'denied'
  if (purpose === 'verify') return 'refused'
  if (inScope(authenticators, application).some((row) => couldAnswer(deps, need, row))) return 'asked'
  return need.enrolment === 'by-invitation' ? 'invited' : 'setUp'
}
