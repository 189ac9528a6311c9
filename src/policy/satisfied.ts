import type { Id } from '../kernel/ids.ts'
import { isRememberedFor, type RecognisedBrowser } from '../remembered/index.ts'
import { type Assurance, amrOf, assuranceOf } from './assurance.ts'
import type { Requirement } from './decide.ts'
import { counts, type Demand, mayRemember } from './demand.ts'
import { unsatisfied } from './errors.ts'
import type { Facts, Proved } from './facts.ts'
import type { Policy } from './policy.ts'
import { strongestOf } from './set-up.ts'

/** What was proved, whatever it is enough for. */
export interface Shown {
  readonly attemptId: Id<'attempt'>
  readonly accountId: Id<'account'>
  readonly epoch: number
  readonly policyVersion: string
  readonly assurance: Assurance
  readonly amr: readonly string[]
  readonly phishingResistant: boolean
  readonly userVerified: boolean
  readonly factors: readonly string[]
  /** The proofs themselves, each with its own time. */
  readonly proved: readonly Proved[]
  /** Ids of what it was proved with: what ends with one of them when it is lost. */
  readonly authenticators: readonly string[]
  /** The browser that stood in for a second factor: it proves nothing, and so says nothing in `amr`. */
  readonly remembered?: RecognisedBrowser | undefined
  /** When the newest proof was accepted, epoch milliseconds (`auth_time`). */
  readonly authenticatedAt: number
}

declare const satisfiedSeal: unique symbol
declare const recoveredSeal: unique symbol

/** A requirement that proofs have met. Only `satisfy` makes one; whatever issues a session takes nothing else (R3). */
export interface Satisfied extends Shown {
  readonly [satisfiedSeal]: true
}

/**
 * Enough to replace what was lost, and for nothing else: a way of recovery stood in for a factor (R11). Only `recover`
 * and `recoverPassword` make one; whatever lets somebody rebind takes nothing else, and no session comes of it.
 */
export interface Recovered extends Shown {
  readonly [recoveredSeal]: true
}

const satisfied = new WeakSet<object>()
const recovered = new WeakSet<object>()

export interface Subject {
  readonly attemptId: Id<'attempt'>
  readonly accountId: Id<'account'>
  readonly epoch: number
}

/**
 * The proofs meet the requirement, perhaps at a browser that is remembered; undefined while something is missing. Ways
 * of recovery count for nothing here (R11).
 */
export function satisfy(
  requirement: Requirement,
  subject: Subject,
  proved: readonly Proved[],
  browser?: RecognisedBrowser,
): Satisfied | undefined {
  if (requirement.renewal !== 'none') return undefined
  const met = meet(requirement, subject, proved, browser)
  if (!met) return undefined
  const shown = shownBy(requirement, subject, met.counted, met.assurance, met.browser)
  satisfied.add(shown)
  return shown as Satisfied
}

/**
 * Whether all that has to be shown is, whatever else stands between: a password that is to be changed. Nothing is
 * issued for it.
 */
export function isProved(requirement: Requirement, subject: Subject, proved: readonly Proved[]): boolean {
  return meet(requirement, subject, proved) !== undefined
}

/** What counts of the proofs, where it is enough. */
function meet(
  requirement: Requirement,
  subject: Subject,
  proved: readonly Proved[],
  browser?: RecognisedBrowser,
) {
  if (requirement.enrolment !== 'none' || requirement.deny) return undefined
  const counted = proved.filter((proof) => proof.role === 'factor' && counts(requirement, proof))
  const assurance = assuranceOf(counted)
  const lacks = assurance < requirement.assurance
  const own = browser && isRememberedFor(browser, subject) ? browser : undefined
  if (lacks && !standsIn(requirement, { assurance, factors: counted }, own)) return undefined
  if (requirement.phishingResistant && !counted.some((proof) => proof.phishingResistant)) return undefined
  if (requirement.userVerified && !counted.some((proof) => proof.userVerified)) return undefined
  if (requirement.signed && !counted.some((proof) => proof.signed)) return undefined
  return { counted, assurance, browser: lacks ? own : undefined }
}

/** The proofs meet the requirement with a way of recovery in the place of a factor, where policy lets them. */
export function recover(
  policy: Policy,
  requirement: Requirement,
  subject: Subject,
  proved: readonly Proved[],
): Recovered | undefined {
  const { enrolment, deny } = requirement
  // What is missing for a stronger demand is set up at the sign-in that follows; what was lost is replaced all the same.
  if (!policy.recovery || deny || (enrolment !== 'none' && enrolment !== 'stronger')) return undefined
  if (!proved.some(({ role, factor }) => role === 'recovery' && !requirement.forbid.has(factor)))
    return undefined
  if (assuranceOf(proved) < Math.min(requirement.assurance, 2)) return undefined
  return recoveredWith(requirement, subject, proved)
}

/**
 * The proofs are enough to choose another password, for whoever a letter has reached in a mailbox of their own: it and
 * something held (NIST SP 800-63B-4 §4.2.2.2). As with every change of factors, what cannot be phished is asked for
 * where there is any (G10, R1).
 */
export function recoverPassword(
  policy: Policy,
  requirement: Requirement,
  subject: Subject,
  proved: readonly Proved[],
  { confirmed, elsewhere = [] }: Pick<Facts, 'confirmed' | 'elsewhere'>,
): Recovered | undefined {
  const { deny, userVerified } = requirement
  if (!policy.passwordReset || deny || confirmed === 'unknown') return undefined
  const held = proved.filter(
    (one) => one.role === 'factor' && one.kinds.includes('has') && counts(requirement, one),
  )
  if (held.length === 0 || (userVerified && !held.some((one) => one.userVerified))) return undefined
  const strong = requirement.phishingResistant || strongestOf([...confirmed, ...elsewhere]).length > 0
  if (strong && !held.some((one) => one.phishingResistant)) return undefined
  return recoveredWith(requirement, subject, held)
}

function recoveredWith(requirement: Requirement, subject: Subject, proved: readonly Proved[]): Recovered {
  const shown = shownBy(requirement, subject, proved, 1)
  recovered.add(shown)
  return shown as Recovered
}

/** What a session began with, as far as it is asked about again. */
export interface Standing extends Pick<Shown, 'assurance' | 'phishingResistant' | 'userVerified'> {
  readonly factors: readonly Pick<Proved, 'factor' | 'kinds'>[]
}

/** Whether what was shown once is enough for what is demanded now (R3). Whoever showed what does not count signs in anew. */
export function isStillEnough(
  demand: Demand,
  shown: Standing,
  at?: { readonly browser: RecognisedBrowser; readonly subject: Pick<Subject, 'accountId' | 'epoch'> },
): boolean {
  return wouldBeEnough(demand, shown, at && isRememberedFor(at.browser, at.subject) ? at.browser : undefined)
}

/** What is told of a browser that stood in for a second factor. */
export type StandIn = Pick<RecognisedBrowser, 'age' | 'shown'>

/** The same of what is only told, the browser included: nothing is ever issued for it. */
export function wouldBeEnough(demand: Demand, shown: Standing, browser?: StandIn): boolean {
  if (demand.deny) return false
  if (shown.assurance < demand.assurance && !standsIn(demand, shown, browser)) return false
  if (demand.phishingResistant && !shown.phishingResistant) return false
  if (demand.userVerified && !shown.userVerified) return false
  return shown.factors.every((factor) => counts(demand, factor))
}

/**
 * Whether a browser stands in for the second factor beside what was shown: only where two kinds are asked for and no
 * more, only beside something known, and only while what was shown there is recent enough and counts. A browser is
 * held itself, and two things that are held are one kind (N-04).
 */
function standsIn(
  demand: Demand,
  { assurance, factors }: Pick<Standing, 'assurance' | 'factors'>,
  browser: StandIn | undefined,
): boolean {
  if (!browser || assurance !== 1 || !mayRemember(demand)) return false
  if (!factors.some(({ kinds }) => kinds.includes('knows'))) return false
  return browser.age <= demand.remembered && browser.shown.every((factor) => counts(demand, factor))
}

/** What some proofs come to, as far as it is asked about again. */
export function standingOf(proved: readonly Proved[]): Standing {
  return {
    assurance: assuranceOf(proved),
    phishingResistant: proved.some((proof) => proof.phishingResistant),
    userVerified: proved.some((proof) => proof.userVerified),
    factors: proved,
  }
}

/** Types vanish at run time; this does not (R3). Throws `requirement.unsatisfied` for anything we did not make. */
export function assertSatisfied(value: Satisfied): void {
  if (!satisfied.has(value)) throw unsatisfied()
}

/** The same for what only rebinds. */
export function assertRecovered(value: Recovered): void {
  if (!recovered.has(value)) throw unsatisfied()
}

function shownBy(
  { policyVersion }: Requirement,
  subject: Subject,
  proved: readonly Proved[],
  assurance: Assurance,
  remembered?: RecognisedBrowser,
): Shown {
  return Object.freeze({
    ...subject,
    policyVersion,
    assurance,
    amr: amrOf(proved, assurance),
    phishingResistant: proved.some((proof) => proof.phishingResistant),
    userVerified: proved.some((proof) => proof.userVerified),
    factors: [...new Set(proved.map((proof) => proof.factor))],
    proved,
    remembered,
    authenticators: [...new Set(proved.map((proof) => proof.authenticatorId))],
    authenticatedAt: Math.max(...proved.map((proof) => proof.at)),
  })
}
