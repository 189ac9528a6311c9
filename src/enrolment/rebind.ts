import type { Account } from '../accounts/index.ts'
import type { Application } from '../applications/index.ts'
import {
  atHand,
  inScope,
  type Rebind,
  type Surroundings,
  signInNeed,
  strongestFirst,
} from '../authentication/index.ts'
import {
  type Authenticator,
  type AuthenticatorStatus,
  authenticatorNotFound,
  mayChange,
  openCandidate,
} from '../authenticators/index.ts'
import type { Factor, Strength } from '../factors/factor.ts'
import type { Id } from '../kernel/ids.ts'
import { isNoWeaker, strengthUnknown } from '../policy/index.ts'
import type { AuditEntry } from '../storage/index.ts'
import { isSecondFactor } from './bind.ts'
import type { EnrolmentDeps } from './deps.ts'
import { enrolmentNotAllowed, lossNamed, rebindNotFound } from './errors.ts'
import { lossOf } from './lost.ts'

/** What a rebind may be about, read from live rows. */
export interface OwnRebind {
  readonly rebind: Rebind
  readonly account: Account
  /** Our own pages: recovery leads nowhere else. */
  readonly application: Application
  /** What the account has there, pending offers too. */
  readonly authenticators: readonly Authenticator[]
  /** What its owner says is lost; undefined before they said so. */
  readonly lost: Authenticator | undefined
}

/** A rebind as its holder sees it. */
export interface RebindView {
  readonly account: { readonly name: string }
  readonly expiresAt: number
  /** What may be lost: what stands at the second door. */
  readonly authenticators: readonly {
    readonly id: Id<'authenticator'>
    readonly factor: string
    readonly label: string
    readonly status: AuthenticatorStatus
  }[]
  readonly lost?: Id<'authenticator'>
  /** What may take its place; empty before it was named. */
  readonly factors: readonly string[]
}

/** The rebind behind a token, while it lives and its account stands as it did. Throws `rebind.not-found`. */
export async function ownRebind(deps: EnrolmentDeps, token: string | undefined): Promise<OwnRebind> {
  const rebind = await deps.rebinds.findLiving(token)
  const account = rebind && (await deps.accounts.find(rebind.accountId))
  if (!rebind || account?.status !== 'active' || account.epoch !== rebind.epoch) throw rebindNotFound()
  const application = await deps.portal()
  const authenticators = inScope(await deps.authenticators.ofAccount(account.id), application)
  if (!rebind.authenticators.every((id) => stands(authenticators, id))) throw rebindNotFound()
  const lost = authenticators.find((row) => row.id === rebind.lost)
  return { rebind, account, application, authenticators, lost }
}

/** No factor is changed from where a rule lets nobody in (R3). Throws `enrolment.not-allowed`. */
export async function requireNotDenied(
  deps: EnrolmentDeps,
  own: OwnRebind,
  surroundings: Surroundings,
): Promise<void> {
  if ((await signInNeed(deps, own, surroundings)).deny) throw enrolmentNotAllowed()
}

/**
 * What it was recovered with must count still: a set of codes that was held back or is gone opens nothing. A
 * pass whose time is over was good when it was used.
 */
function stands(authenticators: readonly Authenticator[], id: string): boolean {
  return authenticators.some((row) => row.id === id && (row.status === 'active' || row.status === 'expired'))
}

export async function currentRebind(deps: EnrolmentDeps, token: string | undefined): Promise<RebindView> {
  return viewOf(deps, await ownRebind(deps, token))
}

/**
 * Says which authenticator is lost: one, and no other after it, or a thief would shut out all that the owner still has.
 * It proves nothing from here on, whatever becomes of the rebind (R11). Throws `rebind.loss-named`.
 */
export async function nameLost(
  deps: EnrolmentDeps,
  input: {
    readonly token: string | undefined
    readonly authenticatorId: Id<'authenticator'>
    readonly surroundings: Surroundings
  },
): Promise<RebindView> {
  const own = await ownRebind(deps, input.token)
  await requireNotDenied(deps, own, input.surroundings)
  const { rebind, account } = own
  const row = own.authenticators.find(({ id }) => id === input.authenticatorId)
  if (!row || !mayBeLost(deps, row)) throw authenticatorNotFound()
  if (rebind.lost !== undefined && rebind.lost !== row.id) throw lossNamed()
  const active = mayChange(row, 'lose')
  const event: AuditEntry = {
    at: deps.storage.clock.now(),
    event: 'authenticator.lost',
    outcome: 'done',
    actor: account.id,
    accountId: account.id,
    authenticatorId: row.id,
    details: { factor: row.factor, by: 'recovery' },
  }
  const outcome = await deps.storage.book({
    statements: [
      deps.accounts.expectActiveEpoch(account.id, account.epoch),
      deps.rebinds.nameLost(rebind, row.id),
      ...(active ? await lossOf(deps, account, row, input.surroundings) : []),
    ],
    events: active ? [event] : [],
    locks: [account.id, row.id],
  })
  if (outcome === 'refused') throw rebindNotFound()
  return currentRebind(deps, input.token)
}

/** Gives the right up; what was reported lost stays so. */
export async function dropRebind(deps: EnrolmentDeps, token: string | undefined): Promise<void> {
  const { rebind, account } = await ownRebind(deps, token)
  const outcome = await deps.storage.book({ statements: [deps.rebinds.spend(rebind)], locks: [account.id] })
  if (outcome === 'refused') throw rebindNotFound()
}

/** What the lost one showed itself: a token with a PIN more than one without, a copied passkey less than a key (R11). */
export function strengthOf(deps: Pick<EnrolmentDeps, 'box' | 'factors'>, lost: Authenticator): Strength {
  const factor = deps.factors.find(lost.factor)
  if (!factor) return strengthUnknown(undefined)
  const { kinds } = factor.traits
  if (!factor.strength) return { kinds, userVerified: false, deviceBound: false }
  const candidate = openCandidate(deps.box, factor, lost)
  return candidate ? factor.strength(candidate.data) : strengthUnknown(factor.traits)
}

/** What may take the place of the lost one: nothing weaker (R11). Whether it is in fact, its confirmation shows. */
export function replacementsFor(deps: EnrolmentDeps, lost: Authenticator): readonly Factor[] {
  const traits = deps.factors.find(lost.factor)?.traits
  const { kinds } = strengthOf(deps, lost)
  // A forgotten password makes room for another one, and for nothing else.
  if (traits?.first) return deps.factors.all.filter(({ id }) => id === lost.factor)
  return deps.factors.all
    .filter((factor) => !factor.traits.first && factor.unavailable?.('enrol') === undefined)
    .filter((factor) => isNoWeaker(factor.traits, traits && { ...traits, kinds }))
    .toSorted(strongestFirst)
}

function mayBeLost(deps: EnrolmentDeps, row: Authenticator): boolean {
  return row.status !== 'pending' && isSecondFactor(deps, row)
}

async function viewOf(
  deps: EnrolmentDeps,
  { rebind, account, authenticators, lost }: OwnRebind,
): Promise<RebindView> {
  const candidates = authenticators.filter((row) => mayBeLost(deps, row))
  const fitting = lost ? replacementsFor(deps, lost).map(({ id }) => id) : []
  return {
    account: { name: account.name },
    expiresAt: rebind.expiresAt,
    authenticators: candidates.map(({ id, factor, label, status }) => ({ id, factor, label, status })),
    ...(lost ? { lost: lost.id } : {}),
    factors: await atHand(deps, fitting, account.id),
  }
}
