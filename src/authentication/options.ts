import type { Authenticator } from '../authenticators/index.ts'
import { openCandidate } from '../authenticators/index.ts'
import { type Factor, isSecond, type Purpose, type Transaction } from '../factors/factor.ts'
import type { Id } from '../kernel/ids.ts'
import {
  assuranceOf,
  barOf,
  couldGive,
  type Reason,
  type Requirement,
  renewalReason,
  strongestOf,
} from '../policy/index.ts'
import { atHand } from './at-hand.ts'
import { strongestFirst, type Withheld, withheldBecause, withheldOf } from './choice.ts'
import type { AuthenticationDeps } from './deps.ts'
import { askedFor } from './schema.ts'
import {
  confirmedOf,
  firstFactorProved,
  isNameless,
  isProvedIn,
  mayOpen,
  recoveredBy,
  renewable,
  type Situation,
  satisfiedBy,
} from './situation.ts'

/** One thing that may be proved now. Before the first factor it is the same for every name. */
export interface Option {
  readonly factor: string
  readonly role: 'factor' | 'recovery'
  readonly speaksFirst: boolean
  readonly authenticatorId?: string
  readonly label?: string
  /** What was used the last time. */
  readonly lastUsed?: true
  readonly describe?: Readonly<Record<string, string | number | boolean>>
}

/** Where an attempt stands, for the person and their screen. */
export interface Progress {
  readonly id: string
  readonly purpose: Purpose
  /**
   * renewing: all is shown, and the password must be changed before anything comes of it. recovered: enough to replace
   * what was lost, not to be signed in (R11). denied: a rule lets nobody in here now.
   */
  readonly state: 'proving' | 'enrolling' | 'renewing' | 'satisfied' | 'recovered' | 'denied'
  readonly expiresAt: number
  readonly account: { readonly name: string }
  readonly application: { readonly id: string; readonly name: string }
  /** What is to be approved, as whoever asks for it named it. */
  readonly transaction?: Transaction
  /** The factor in whose place a mailed link stands: all that comes of it is the right to choose another password. */
  readonly forgotten?: string
  readonly proved: readonly { readonly factor: string }[]
  readonly options: readonly Option[]
  /** What the account has besides, and why it is not among the options. */
  readonly withheld: readonly Withheld[]
  /** What must be set up inside this sign-in; no factors where only an administrator helps. */
  readonly enrol?: {
    readonly required: true
    readonly factors: readonly string[]
    /** It may wait: until when, epoch milliseconds, and how often it may still be put off; absent: that ends nothing. */
    readonly putOff?: PutOff
  }
  /** What must be replaced by another one. */
  readonly renew?: { readonly factor: string }
  readonly because: readonly Reason[]
  /** Milliseconds for which no second factor need be shown at this browser, where its owner asks for it. */
  readonly remembers?: number
}

/** How much longer something may be put off. */
export interface PutOff {
  readonly until?: number
  readonly left?: number
}

/** The same of a requirement, for the person and their screen; undefined where nothing of it may be put off. */
export function putOffOf({ grace }: Requirement): PutOff | undefined {
  if (!grace) return undefined
  const { until, left } = grace
  return { ...(until === undefined ? {} : { until }), ...(left === undefined ? {} : { left }) }
}

type ViewDeps = Pick<AuthenticationDeps, 'factors' | 'policy' | 'box'>

export async function progressOf(
  deps: ViewDeps & Pick<AuthenticationDeps, 'authenticators'>,
  situation: Situation,
): Promise<Progress> {
  const { attempt, application } = situation
  const enrol = enrollable(deps, situation)
  const admissions = enrol?.length === 0 ? admissionsOf(deps, situation) : []
  const satisfied = satisfiedBy(situation) !== undefined
  const base = {
    id: attempt.id,
    purpose: askedFor(attempt.purpose),
    expiresAt: attempt.expiresAt,
    account: { name: attempt.accountName },
    application: { id: application.id, name: application.name },
    ...(attempt.transaction ? { transaction: attempt.transaction } : {}),
    ...forgottenIn(situation),
    proved: attempt.proved.map((proof) => ({ factor: proof.factor })),
    withheld: [],
  }
  if (satisfied) return { ...base, state: 'satisfied', options: [], because: [] }
  const renews = renewableNow(deps, situation)
  if (renews) {
    const because = situation.requirement.because.filter(({ id }) => id === renewalReason)
    return { ...base, state: 'renewing', options: [], renew: { factor: renews.row.factor }, because }
  }
  if (enrol && admissions.length === 0) {
    const because = situation.requirement.because
    const owner = attempt.accountId ?? (attempt.ownerKey as Id<'account'>)
    const factors = await atHand(deps, enrol, owner)
    const putOff = putOffOf(situation.requirement)
    const required = { required: true, factors, ...(putOff ? { putOff } : {}) } as const
    return { ...base, state: 'enrolling', options: [], enrol: required, because }
  }
  const known = firstFactorProved(deps.factors, attempt)
  const { deny, because: reasons } = situation.requirement
  // Only behind the first door, so that strangers learn nothing of rules or names.
  if (known && deny) return { ...base, state: 'denied', options: [], because: reasons }
  const because = known ? reasons : []
  const options = enrol ? admissions : optionsOf(deps, situation)
  const state = recoveredBy(deps.policy, situation) ? 'recovered' : 'proving'
  const withheld = known ? withheldOf(deps, situation) : []
  const remembers = known && situation.remembers !== undefined ? { remembers: situation.remembers } : {}
  return { ...base, state, options, withheld, because, ...remembers }
}

function forgottenIn({ attempt, authenticators }: Situation): Pick<Progress, 'forgotten'> {
  const password = attempt.forgotten && authenticators.find(({ id }) => id === attempt.forgotten)
  return password ? { forgotten: password.factor } : {}
}

/** The password that must be changed now, with what does so; undefined while anything else is left to be shown. */
export function renewableNow(
  { factors }: Pick<AuthenticationDeps, 'factors'>,
  situation: Situation,
): ReturnType<typeof renewable> {
  const isDue = situation.requirement.renewal === 'due' && isProvedIn(situation)
  return isDue ? renewable(factors, situation.authenticators) : undefined
}

/**
 * The factors that may be enrolled inside this attempt now: the password first where an invited account has none,
 * then the first second factor (R2). Undefined where nothing is to be enrolled: an approval never makes the means of it,
 * a system that hears yes or no has no page for it, and who came by a mailed link replaces a password and no more.
 */
export function enrollable(
  deps: Pick<AuthenticationDeps, 'factors'>,
  situation: Situation,
): readonly string[] | undefined {
  const { attempt, requirement, authenticators } = situation
  if (attempt.transaction || attempt.purpose === 'verify' || attempt.forgotten) return undefined
  if (requirement.deny) return undefined
  const first = deps.factors.all
    .filter(({ traits, unavailable }) => traits.first && !unavailable?.('enrol'))
    .map((factor) => factor.id)
  const confirmed = authenticators.filter((row) => row.status !== 'pending')
  const hasFirst = confirmed.some((row) => deps.factors.find(row.factor)?.traits.first)
  if (attempt.invitationId && !hasFirst) return first
  if (!firstFactorProved(deps.factors, attempt)) return undefined
  if (requirement.enrolment === 'none') return undefined
  if (requirement.enrolment === 'stronger' && !isAtOwnBar(deps, situation)) return undefined
  return requirement.enrolment === 'by-invitation' ? [] : secondFactors(deps.factors.all, requirement)
}

/** All that the account itself can show is shown: the right time for something stronger (G10). */
function isAtOwnBar(
  deps: Pick<AuthenticationDeps, 'factors'>,
  { attempt, authenticators }: Situation,
): boolean {
  const confirmed = confirmedOf(deps.factors, authenticators)
  const proved = attempt.proved.filter((proof) => proof.role === 'factor')
  const strongest = strongestOf(confirmed)
  const strong = strongest.length === 0 || proved.some((proof) => proof.phishingResistant)
  return strong && assuranceOf(proved) >= barOf(confirmed)
}

/** What may be set up, best first: of no use is what would not count. */
function secondFactors(factors: readonly Factor[], demand: Requirement): readonly string[] {
  return factors
    .filter((factor) => isSecond(factor) && !factor.unavailable?.('enrol'))
    .filter(({ id, traits }) => couldGive(demand, { factor: id, ...traits }))
    .toSorted(strongestFirst)
    .map((factor) => factor.id)
}

function optionsOf(deps: ViewDeps, situation: Situation): readonly Option[] {
  const { attempt } = situation
  if (!firstFactorProved(deps.factors, attempt)) return openingsOf(deps, situation)
  const rows = situation.authenticators.filter((row) => mayAnswer(deps, situation, row))
  const last = newestOf(deps, rows)
  const options = rows.flatMap((row) => {
    const factor = deps.factors.find(row.factor)
    if (!factor) return []
    const used = row === last ? { lastUsed: true as const } : {}
    return [{ factor, option: { ...optionFor(factor), ...detailsOf(deps, factor, row), ...used } }]
  })
  return options
    .toSorted((one, other) => strongestFirst(one.factor, other.factor))
    .map(({ option }) => option)
}

/** What lets its holder set up the first second factor, where a password alone must not (R2). */
function admissionsOf(deps: ViewDeps, situation: Situation): readonly Option[] {
  return optionsOf(deps, situation).filter(({ factor }) => deps.factors.find(factor)?.traits.admits)
}

/** The authenticator that was used last, ways of recovery apart. */
function newestOf(deps: ViewDeps, rows: readonly Authenticator[]): Authenticator | undefined {
  const usual = rows.filter((row) => deps.factors.find(row.factor)?.traits.role === 'factor')
  const used = usual.filter((row) => row.lastUsedAt !== undefined)
  return used.toSorted((one, other) => (other.lastUsedAt ?? 0) - (one.lastUsedAt ?? 0))[0]
}

/**
 * What may come first: the same for every name; without a name only what tells whose it is. Whoever is signed in
 * already is asked for what they have.
 */
function openingsOf(deps: ViewDeps, { attempt, authenticators }: Situation): readonly Option[] {
  const held = new Set(authenticators.map((row) => (row.status === 'active' ? row.factor : '')))
  return deps.factors.all
    .filter(({ traits }) => (isNameless(attempt) ? traits.opens : mayOpen(traits)))
    .filter(
      ({ id, unavailable }) => !unavailable?.('prove') && (attempt.purpose !== 'step-up' || held.has(id)),
    )
    .map((factor) => optionFor(factor))
}

function mayAnswer(deps: ViewDeps, situation: Situation, row: Authenticator): boolean {
  const { attempt } = situation
  if (withheldBecause(deps, situation, row) !== undefined) return false
  const traits = deps.factors.find(row.factor)?.traits
  if (traits?.first && (attempt.vouchedBy || showsAll(attempt.proved, traits))) return false
  return !attempt.proved.some((proof) => proof.factor === row.factor)
}

/** Behind the first door another first factor adds nothing: both are something known. */
function showsAll(
  proved: Situation['attempt']['proved'],
  { kinds }: Pick<Factor['traits'], 'kinds'>,
): boolean {
  return kinds.every((kind) => proved.some((proof) => proof.role === 'factor' && proof.kinds.includes(kind)))
}

function optionFor(factor: Factor): Option {
  return { factor: factor.id, role: factor.traits.role, speaksFirst: factor.challenge !== undefined }
}

function detailsOf(deps: ViewDeps, factor: Factor, row: Authenticator) {
  const candidate = openCandidate(deps.box, factor, row)
  const describe = candidate && factor.describe?.(candidate.data)
  return {
    authenticatorId: row.id,
    label: row.label,
    ...(candidate && factor.asks ? { speaksFirst: factor.asks(candidate.data) } : {}),
    ...(describe ? { describe } : {}),
  }
}
