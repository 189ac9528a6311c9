import type { Referral, Wishes } from '../admissions/index.ts'
import { portalId } from '../applications/index.ts'
import type { Id } from '../kernel/ids.ts'
import type { Wish } from '../policy/index.ts'
import type { AuthenticationDeps, Surroundings } from './deps.ts'
import { busy, referralOver } from './errors.ts'
import type { Attempt } from './schema.ts'

export interface ReferInput {
  readonly applicationId: Id<'application'>
  /** The door through which the application sends the browser. */
  readonly door: string
  readonly wishes: Wishes
  /** A path of the door on our own origin, to which the browser goes back. */
  readonly returnTo: string
}

/**
 * Sends a browser to our pages, to be signed in for an application. The token stands in the address of the page: it
 * says what for, and opens nothing.
 */
export async function refer(
  deps: Pick<AuthenticationDeps, 'storage' | 'referrals'>,
  input: ReferInput,
): Promise<{ readonly token: string; readonly page: string }> {
  const { referral, token, statement } = deps.referrals.create(input)
  const outcome = await deps.storage.book({ statements: [statement], locks: [referral.id] })
  if (outcome === 'refused') throw busy()
  return { token, page: `/sign-in?referral=${token}` }
}

/** Throws `referral.over` for one that is used, over, or never was. */
export async function livingReferral(
  deps: Pick<AuthenticationDeps, 'referrals'>,
  token: string,
): Promise<Referral> {
  const referral = await deps.referrals.findLiving(token)
  if (!referral) throw referralOver()
  return referral
}

/** The referral of an attempt. Throws `referral.over` where it ended meanwhile: the attempt ends with it. */
export async function referralOf(
  deps: Pick<AuthenticationDeps, 'referrals'>,
  { referralId }: Pick<Attempt, 'referralId'>,
): Promise<Referral | undefined> {
  if (!referralId) return undefined
  const referral = await deps.referrals.find(referralId)
  if (!referral) throw referralOver()
  return referral
}

/** The browser that was sent is its owner's, and comes by the door of the application. */
export function whenceReferred<Seen extends Pick<Surroundings, 'door'>>(
  surroundings: Seen,
  referral: Pick<Referral, 'door'> | undefined,
): Seen {
  return referral ? { ...surroundings, door: referral.door, referred: true } : surroundings
}

/**
 * For whom authenticators must be made to count here. Whoever is referred signs in to our pages, and so with what is
 * good for all applications: what was made for one of them would count for the next one, too. So would its vouch:
 * where it vouches, the sign-in is one to that application alone.
 */
export function scopeOf(attempt: Pick<Attempt, 'referralId' | 'applicationId' | 'vouchedBy'>): {
  readonly id: Id<'application'>
} {
  return { id: signsInHere(attempt) ? portalId : attempt.applicationId }
}

/** Whether somebody who was sent here signs in to our own pages, as if they had come by themselves. */
export function signsInHere({ referralId, vouchedBy }: Pick<Attempt, 'referralId' | 'vouchedBy'>): boolean {
  return referralId !== undefined && vouchedBy === undefined
}

/**
 * What is wished for, as the policy takes it. What was proved on the way counts as fresh, however long the way was: so
 * that nobody is sent round and round.
 */
export function wishOf(
  { assurance, phishingResistant, within, anew }: Wishes,
  { now, since = now }: { readonly now: number; readonly since?: number | undefined },
): Wish | undefined {
  const fresh = anew ? now - since : within === undefined ? undefined : within + now - since
  if (assurance === undefined && !phishingResistant && fresh === undefined) return undefined
  return { assurance, phishingResistant, fresh }
}
