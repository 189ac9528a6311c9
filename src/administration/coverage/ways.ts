import { type Application, portalId } from '../../applications/index.ts'
import {
  inScope,
  isUnattended,
  type MailingDeps,
  mailsPasswordLinks,
  replaceablePassword,
} from '../../authentication/index.ts'
import type { Authenticator } from '../../authenticators/index.ts'
import { isSecondFactor } from '../../enrolment/index.ts'
import {
  type Cell,
  covers,
  type Demand,
  decide,
  decideSingle,
  exhausted,
  type Facts,
  mayRemember,
  type Policy,
  type Requirement,
} from '../../policy/index.ts'
import { factsFor } from '../holder.ts'
import type { AccountKind } from './population.ts'
import type { CoveredDoor } from './surface.ts'

/**
 * A way that ends in less than is demanded, or that rests on something else than what we judge ourselves.
 * password-alone: one factor is enough · weaker: enough is less than demanded · first-enrolment: whoever has the
 * password sets up the second factor · code-alone: a code without a password · own-program: the same, for whoever holds
 * this machine · stronger-enrolment: what is demanded is set up on something weaker · vouched: an application says that
 * it judged the first factor · remembered: a browser that showed a second factor before stands in for it · recovery: a recovery code takes the place of what was lost · mailed-link: a mailed link takes the place of a forgotten password · exception: two people have
 * left this account out of what is demanded, until a time · grace: what would have to be set up may be put off.
 */
export type WayKind =
  | 'password-alone'
  | 'weaker'
  | 'first-enrolment'
  | 'code-alone'
  | 'own-program'
  | 'stronger-enrolment'
  | 'vouched'
  | 'remembered'
  | 'recovery'
  | 'mailed-link'
  | 'exception'
  | 'grace'

/** What a door lets its callers do that ends in a session or a verdict. */
export interface Lane {
  readonly door: string
  readonly purpose: CoveredDoor['ends'][number]
  /** The application has a key with which it vouches for the first factor (R7). */
  readonly vouches: boolean
  /** The door itself asks everybody for a second factor, whatever policy says. */
  readonly asksTwo: boolean
  /** A code without a password may be asked about. */
  readonly codeAlone: boolean
  /** People sign in at our own pages, wherever they come from: with what is good for all applications. */
  readonly atOurPages: boolean
  /** Whoever asks holds this machine, and may do with the answer what he likes. */
  readonly trusted: boolean
}

type WaysDeps = Omit<MailingDeps, 'policy'>

/** All ways of one kind of account into one application, by one lane, in one kind of circumstances. */
export function waysIn(
  deps: WaysDeps,
  policy: Policy,
  { kind, application, lane, cell, demanded }: Asked,
): readonly WayKind[] {
  const scope = lane.atOurPages ? { id: portalId } : application
  const rows = inScope(kind.authenticators, scope)
  const known = factsFor(deps, kind, application, scope)
  const { door, purpose } = lane
  const { text: _, ...surroundings } = cell
  const deferrals = policy.asksDeferrals ? exhausted(kind.exhausted) : ('unknown' as const)
  const circumstances = { ...known.circumstances, door, purpose, ...surroundings }
  const wish = lane.asksTwo ? ({ assurance: 2 } as const) : undefined
  const facts = { ...known, deferrals, circumstances, unattended: isUnattended({ purpose }), wish }
  const usable = rows.filter((row) => isUsable(deps, lane, row))
  const requirement = decide(policy, facts)
  if (requirement.deny) return []
  const reached = isReached(deps, lane, usable, requirement)
  const meanwhile = requirement.grace?.meanwhile
  const waits = meanwhile && isReached(deps, lane, usable, meanwhile) && !covers(meanwhile, demanded)
  return [
    ...(reached ? signInWays(requirement, demanded) : []),
    ...(waits ? (['grace'] as const) : []),
    ...(lane.codeAlone ? verifyWays(deps, policy, { facts, usable, lane, demanded }) : []),
    ...(lane.vouches && restsOnVouch(deps, lane, usable, requirement) ? (['vouched'] as const) : []),
    ...(reached && isRemembered(deps, lane, usable, requirement) ? (['remembered'] as const) : []),
    ...(recovers(deps, policy, lane, usable, requirement) ? (['recovery'] as const) : []),
    ...(replacesPassword(deps, policy, lane, kind) ? (['mailed-link'] as const) : []),
  ]
}

export interface Asked {
  readonly kind: AccountKind
  readonly application: Application
  readonly lane: Lane
  readonly cell: Cell
  /** What the class of the application should be worth. */
  readonly demanded: Demand
}

/** Whether such an account gets anywhere at all: with its password, and with what is asked for beside it. */
function isReached(
  deps: WaysDeps,
  { purpose, vouches }: Lane,
  usable: readonly Authenticator[],
  { assurance, enrolment }: Requirement,
): boolean {
  if (purpose === 'verify' && enrolment !== 'none') return false
  if (enrolment === 'by-invitation') return false
  const password = vouches || usable.some((row) => traitsOf(deps, row)?.first)
  const second = usable.some((row) => isSecondFactor(deps, row))
  return assurance === 1 || enrolment === 'needed' ? password : second
}

function signInWays(requirement: Requirement, demanded: Demand): readonly WayKind[] {
  if (!covers(requirement, demanded) && requirement.exceptions.length > 0) return ['exception']
  if (!covers(requirement, demanded)) return [requirement.assurance === 1 ? 'password-alone' : 'weaker']
  if (requirement.enrolment === 'needed') return ['first-enrolment']
  return requirement.enrolment === 'stronger' ? ['stronger-enrolment'] : []
}

/** One code and nothing else is one factor (R7): where rules ask for two nobody comes in by it. */
function verifyWays(
  deps: WaysDeps,
  policy: Policy,
  {
    facts,
    usable,
    lane,
    demanded,
  }: Pick<Asked, 'lane' | 'demanded'> & {
    readonly facts: Facts
    readonly usable: readonly Authenticator[]
  },
): readonly WayKind[] {
  const single = decideSingle(policy, facts)
  const code = usable.some((row) => isSecondFactor(deps, row) && !single.forbid.has(row.factor))
  const alone = code && single.assurance === 1 && !single.deny && !covers(single, demanded)
  if (!alone) return []
  if (single.exceptions.length > 0) return ['exception']
  return [lane.trusted ? 'own-program' : 'code-alone']
}

/** Beside a vouch one thing that is held is enough, or nothing where one factor is. */
function restsOnVouch(
  deps: WaysDeps,
  { purpose }: Lane,
  usable: readonly Authenticator[],
  { assurance, enrolment, forbid }: Requirement,
): boolean {
  const held = usable.some((row) => isSecondFactor(deps, row) && !forbid.has(row.factor))
  return held || (purpose === 'sign-in' && enrolment === 'none' && assurance === 1)
}

/** At our own pages, beside a password, for who could show what is asked for. */
function isRemembered(
  deps: WaysDeps,
  { atOurPages }: Lane,
  usable: readonly Authenticator[],
  requirement: Requirement,
): boolean {
  if (!atOurPages || !mayRemember(requirement)) return false
  return usable.some((row) => traitsOf(deps, row)?.first)
}

function recovers(
  deps: WaysDeps,
  policy: Policy,
  { atOurPages }: Lane,
  usable: readonly Authenticator[],
  { forbid }: Requirement,
): boolean {
  if (!policy.recovery || !atOurPages) return false
  return usable.some((row) => traitsOf(deps, row)?.role === 'recovery' && !forbid.has(row.factor))
}

/** Whether a mailbox vouches for its owner is another thing for each account: all of them are taken to have one. */
function replacesPassword(
  { factors, notices }: WaysDeps,
  policy: Policy,
  { atOurPages }: Lane,
  { account, authenticators }: AccountKind,
): boolean {
  if (!atOurPages || !mailsPasswordLinks({ factors, notices, policy })) return false
  return 'password' in replaceablePassword({ factors }, account, authenticators)
}

/** What waits for its first code is confirmed by it, in one call. */
function isUsable(deps: WaysDeps, { purpose }: Lane, { factor: id, status, confirmsOnProof }: Authenticator) {
  const factor = deps.factors.find(id)
  if (factor === undefined || factor.unavailable?.('prove') !== undefined) return false
  return status === 'active' || (purpose === 'verify' && status === 'pending' && confirmsOnProof)
}

function traitsOf(deps: WaysDeps, row: Authenticator) {
  return deps.factors.find(row.factor)?.traits
}
