import { setImmediate as turn } from 'node:timers/promises'
import type { Application } from '../../applications/index.ts'
import { canBeMet, covers, decide, type Policy, type Requirement, type Rulebook } from '../../policy/index.ts'
import { type Actor, requirePermission } from '../actor.ts'
import { type AccountKind, populationOf } from '../coverage/population.ts'
import type { AdministrationDeps } from '../deps.ts'
import { factsFor } from '../holder.ts'
import { promisedHere } from './lock-out.ts'
import { looksAtPolicy } from './view.ts'

/** Some accounts, with names of a few. */
export interface Some {
  readonly accounts: number
  readonly examples: readonly string[]
}

/** Whom rules would touch, at some application, where every rule about places, hours and browsers fits. */
export interface RulesEffect {
  /** How many were looked at: all, up to some hundred thousand. */
  readonly examined: number
  /** More is asked of them than now. */
  readonly more: Some
  /** Less is asked of them than now. */
  readonly less: Some
  /** Of those of whom more is asked: they set something up at their next sign-in, or once it can wait no longer. */
  readonly setUp: Some
  /** Likewise: they come in only by an invitation. */
  readonly invited: Some
  /** Likewise: they do not come in at all, by a denial or because nothing counts that can be set up here. */
  readonly shutOut: Some
}

interface Judged {
  readonly kind: AccountKind
  readonly more: readonly Requirement[]
  readonly less: boolean
  readonly shutOut: boolean
}

const mostExamined = 200_000
/** So that others get their turn in between. */
const kindsPerTurn = 16

/** Decides for every kind of account and each application under the rules in force and under these. Writes nothing. */
export async function effectOfRules(
  deps: AdministrationDeps,
  input: { readonly actor: Actor; readonly rulebook: Rulebook },
): Promise<RulesEffect> {
  requirePermission(input.actor, looksAtPolicy, deps.sessions.requireFresh)
  return deps.heavyReads(() => effectOf(deps, input.rulebook))
}

async function effectOf(deps: AdministrationDeps, rulebook: Rulebook): Promise<RulesEffect> {
  const [before, after] = [deps.policy, deps.policies.draft(rulebook)]
  const population = await populationOf(deps, [before, after], { most: mostExamined })
  const applications = (await deps.applications.list()).filter(({ status }) => status === 'active')
  const promised = promisedHere(deps)
  const judged: Judged[] = []
  for (const kind of population) {
    if (judged.length % kindsPerTurn === 0) await turn()
    const { more, less } = judge(deps, before, after, kind, applications)
    judged.push({ kind, more, less, shutOut: more.some((need) => !canBeMet(need, promised)) })
  }
  const those = (touched: (one: Judged) => boolean) => some(judged.filter(touched))
  const enrol = (...how: readonly Requirement['enrolment'][]) =>
    those(({ more, shutOut }) => !shutOut && more.some(({ enrolment }) => how.includes(enrolment)))
  return {
    examined: population.reduce((all, { count }) => all + count, 0),
    more: those(({ more }) => more.length > 0),
    less: those(({ less }) => less),
    setUp: enrol('needed', 'stronger'),
    invited: enrol('by-invitation'),
    shutOut: those(({ shutOut }) => shutOut),
  }
}

/** What is asked where more is asked than now, and whether somewhere less is. */
function judge(
  deps: AdministrationDeps,
  before: Policy,
  after: Policy,
  kind: AccountKind,
  applications: readonly Application[],
): { readonly more: readonly Requirement[]; readonly less: boolean } {
  const needs = applications.map((application) => {
    // A sign-in from wherever and whenever: what is not known demands (R15).
    const known = factsFor(deps, kind, application)
    const facts = { ...known, circumstances: { ...known.circumstances, purpose: 'sign-in' } }
    return { now: decide(before, facts), next: decide(after, facts) }
  })
  return {
    more: needs.flatMap(({ now, next }) => (covers(now, next) ? [] : [next])),
    less: needs.some(({ now, next }) => !covers(next, now)),
  }
}

const mostShown = 5

function some(judged: readonly { readonly kind: AccountKind }[]): Some {
  return {
    accounts: judged.reduce((all, { kind }) => all + kind.count, 0),
    examples: judged.flatMap(({ kind }) => kind.examples).slice(0, mostShown),
  }
}
