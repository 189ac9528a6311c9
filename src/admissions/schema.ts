import type { CanonicalName } from '../directories/index.ts'
import type { Id } from '../kernel/ids.ts'
import type { Session } from '../sessions/index.ts'

/** Browsers that applications have sent to our pages to be signed in. */
export interface ReferralsTable {
  id: string
  token_hash: string
  application_id: string
  door: string
  /** JSON: what the application asks for besides. */
  wishes: unknown
  /** A path of the door on our own origin, to which the browser goes back. */
  return_to: string
  created_at: number
  expires_at: number
  used_at: number | null
  /** Why whoever was sent goes back as nobody; null unless it was used up by that. */
  given_up: string | null
}

/** Who was let into which application through which door, and what that rests on. */
export interface AdmissionsTable {
  id: string
  account_id: string
  application_id: string
  door: string
  /** The session of our own pages that it lives with. */
  session_id: string
  /** The completion that it hangs on; never null (R3). */
  completion_id: string
  epoch: number
  /** JSON: what the session began with, so that what outlives it can be decided on again. */
  standing: unknown
  /** It outlives the session. */
  offline: number
  created_at: number
  expires_at: number
  /** Its door has told the application that it is over. */
  ended_at: number | null
  /** Its door has told the application that the session is over, which it outlives. */
  told_at: number | null
}

export interface AdmissionTables {
  referrals: ReferralsTable
  admissions: AdmissionsTable
}

/** What an application asks for at one sign-in; it can only ask for more than policy does (R15). */
export interface Wishes {
  readonly assurance?: 2 | 3 | undefined
  readonly phishingResistant?: boolean | undefined
  /** Milliseconds that proofs may be old (`max_age`). */
  readonly within?: number | undefined
  /** To prove anew, however fresh the session is (`prompt=login`, `ForceAuthn`). */
  readonly anew?: boolean | undefined
  /** Whose sign-in it has to be: the key of a name. Anybody's, unless told. */
  readonly account?: CanonicalName | undefined
}

/**
 * Why somebody goes back to an application without being signed in to it. turned-back: they chose to · denied: a rule
 * lets nobody in there now · no-way: they have nothing that can show what is asked for.
 */
export type GivenUp = 'turned-back' | 'denied' | 'no-way'

/** A browser on its way from an application to our pages and back. */
export interface Referral {
  readonly id: Id<'referral'>
  readonly applicationId: Id<'application'>
  readonly door: string
  readonly wishes: Wishes
  /** A path of the door on our own origin. */
  readonly returnTo: string
  readonly createdAt: number
  readonly expiresAt: number
  /** It is used up, and says no to whomever the browser belongs to. */
  readonly givenUp?: GivenUp | undefined
}

/** What a session began with, as far as it is decided on again. */
export type Begun = Pick<
  Session,
  | 'assurance'
  | 'amr'
  | 'phishingResistant'
  | 'userVerified'
  | 'factors'
  | 'proved'
  | 'authenticators'
  | 'rememberedBrowserId'
  | 'authenticatedAt'
>

/** An admission at rest. It lets nobody in by itself: each use is decided anew. */
export interface AdmissionRow {
  readonly id: Id<'admission'>
  readonly accountId: Id<'account'>
  readonly applicationId: Id<'application'>
  readonly door: string
  readonly sessionId: Id<'session'>
  readonly completionId: Id<'completion'>
  readonly epoch: number
  readonly begun: Begun
  readonly offline: boolean
  readonly createdAt: number
  readonly expiresAt: number
}

/** Milliseconds that somebody may take from an application to our pages and back. */
export const referralLifetime = 30 * 60_000

/** Milliseconds after which even what outlives a session is over. */
export const offlineLifetime = 90 * 24 * 3_600_000
