import type { Purpose, Transaction, Whence } from '../factors/factor.ts'
import type { Id } from '../kernel/ids.ts'
import type { Proved } from '../policy/index.ts'

export interface AttemptsTable {
  id: string
  secret_hash: string
  /** Null for a name that nobody has: everything goes on as if. */
  account_id: string | null
  /** Whose tries are counted: the account's id, or the decoy's key. */
  owner_key: string
  /** As it was typed. */
  account_name: string
  application_id: string
  purpose: string
  proved: unknown
  /** An application that has proved the first factor itself (R7). */
  vouched_by: string | null
  /** The invitation that opened a set-up; it is spent when the attempt completes. */
  invitation_id: string | null
  /** The password that its owner has forgotten, as they say by a mailed link. */
  forgotten_id: string | null
  /** The session that a step-up renews. */
  session_id: string | null
  /** The referral that it is to satisfy. */
  referral_id: string | null
  /** What a transaction is about, as JSON text: its fields keep their order. */
  transaction_fields: string | null
  /** Refused second factors in this attempt; it ends at ten (V-60). */
  failures: number
  epoch: number
  version: number
  created_at: number
  expires_at: number
  completed_at: number | null
}

export interface CompletionsTable {
  id: string
  attempt_id: string
  account_id: string
  application_id: string
  purpose: string
  epoch: number
  policy_version: string
  assurance: number
  amr: unknown
  factors: unknown
  authenticated_at: number
  created_at: number
}

export interface ChallengesTable {
  id: string
  attempt_id: string
  factor: string
  account_id: string | null
  /** Ids of the authenticators that may answer. */
  authenticators: unknown
  /** Sealed: what the answer is judged against. */
  expected: Uint8Array
  /** Sealed: what another device has answered; null until it does. */
  answer: Uint8Array | null
  /** Whence it was asked, as JSON text, where another device answers: its owner may have to hear of it. */
  asked_from: string | null
  tries_left: number
  used_at: number | null
  created_at: number
  expires_at: number
}

export interface InvitationsTable {
  id: string
  account_id: string
  token_hash: string
  created_by: string
  created_at: number
  expires_at: number
  used_at: number | null
}

export interface PasswordLinksTable {
  id: string
  account_id: string
  /** The mailbox that it went to: with that contact it ends. */
  contact_id: string
  /** The password that is to be replaced. */
  authenticator_id: string
  /** The account's epoch when it was mailed: raising the epoch ends it. */
  epoch: number
  token_hash: string
  created_at: number
  expires_at: number
}

export interface RebindsTable {
  id: string
  token_hash: string
  account_id: string
  /** The completion that it hangs on; never null (R3). */
  completion_id: string
  /** Ids of what it was recovered with: what ends with one of them. */
  authenticators: unknown
  /** The account's epoch when it was issued: raising the epoch ends it. */
  epoch: number
  lost: string | null
  version: number
  created_at: number
  expires_at: number
  used_at: number | null
}

export interface PresentedCertificatesTable {
  id: string
  /** SHA-256 of the browser's token: whoever presents may use it, and nobody else. */
  browser_hash: string
  /** The attempt or session in which it was presented: one row each, whatever browsers are made up. */
  holder: string
  /** Sealed: the certificate, what came with it, and what it was presented for. */
  certificate: Uint8Array
  presented_at: number
  expires_at: number
}

export interface AnnouncementsTable {
  id: string
  account_id: string
  title: string
  text: string
  created_at: number
  expires_at: number
}

/** Which session has shown which announcement to the end. */
export interface AnnouncementsSeenTable {
  announcement_id: string
  session_id: string
  expires_at: number
}

/** What accounts have put off to set up: one row for each account and demand. */
export interface DeferralsTable {
  account_id: string
  demand: string
  since: number
  times: number
  counted_at: number
  last_at: number
}

export interface AuthenticationTables {
  deferrals: DeferralsTable
  announcements: AnnouncementsTable
  announcements_seen: AnnouncementsSeenTable
  password_links: PasswordLinksTable
  rebinds: RebindsTable
  presented_certificates: PresentedCertificatesTable
  invitations: InvitationsTable
  attempts: AttemptsTable
  completions: CompletionsTable
  challenges: ChallengesTable
}

/** verify: a sign-in to a system that is told yes or no and keeps its own session: ours would be held by nobody. */
export type AttemptPurpose = Purpose | 'verify'

/** What its owner is asked for: to them it is a sign-in like any other. */
export function askedFor(purpose: AttemptPurpose): Purpose {
  return purpose === 'verify' ? 'sign-in' : purpose
}

/** One sign-in in progress: who, for which application, what is proved so far. */
export interface Attempt {
  readonly id: Id<'attempt'>
  readonly accountId: Id<'account'> | undefined
  readonly ownerKey: string
  /** Empty while nobody has been named: the first proof will say whose it is. */
  readonly accountName: string
  /** Named by a proof that is being booked: the booking writes down whom. */
  readonly named?: true
  readonly applicationId: Id<'application'>
  readonly purpose: AttemptPurpose
  readonly proved: readonly Proved[]
  readonly vouchedBy: Id<'application'> | undefined
  readonly invitationId: Id<'invitation'> | undefined
  /**
   * The password that its owner has forgotten. A link mailed to them stands in its place, so that all that comes of the
   * attempt is the right to choose another one (R11).
   */
  readonly forgotten: Id<'authenticator'> | undefined
  readonly sessionId: Id<'session'> | undefined
  /** The application has sent a browser to our pages for it; what it asks for stands there. */
  readonly referralId: Id<'referral'> | undefined
  /** What is to be approved: fixed when the attempt begins, so that a change of it is another attempt (C-12). */
  readonly transaction: Transaction | undefined
  readonly failures: number
  readonly epoch: number
  readonly version: number
  readonly createdAt: number
  readonly expiresAt: number
  readonly completedAt: number | undefined
}

/** A satisfied requirement, once per attempt; all that is issued hangs on one (R3). */
export interface Completion {
  readonly id: Id<'completion'>
  readonly attemptId: Id<'attempt'>
  readonly accountId: Id<'account'>
  readonly applicationId: Id<'application'>
  readonly purpose: Purpose | 'verify' | 'recovery'
}

export interface Challenge {
  readonly id: Id<'challenge'>
  readonly attemptId: Id<'attempt'>
  readonly factor: string
  readonly authenticators: readonly Id<'authenticator'>[]
  readonly sealedExpected: Uint8Array
  /** Undefined until another device has answered. */
  readonly sealedAnswer: Uint8Array | undefined
  /** Whence it was asked, where another device answers. */
  readonly askedFrom: Whence | undefined
  readonly triesLeft: number
  readonly expiresAt: number
}

/** Attempts live this long, in milliseconds: long enough to fetch a phone, short enough to bore a thief. */
export const attemptLifetime = 15 * 60_000

/** Refused second factors after which an attempt ends and the first factor is due again (V-49, V-60). */
export const attemptFailures = 10
