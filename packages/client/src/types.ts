import type { Api } from './api.ts'

type Body<Route extends keyof Api> = Api[Route]['body']
type Answer<Route extends keyof Api> = Api[Route]['answer']

export type VerifyInput = Body<'POST /verify'>
export type Verdict = Answer<'POST /verify'>

/** Where a sign-in stands. `secret` comes with the first answer, `session` and `token` with the last one. */
export type AttemptView = Answer<'POST /attempts'>
/** `referral` is for our pages. */
export type StartInput = Omit<Body<'POST /attempts'>, 'referral'>
export type ProveInput = Body<'POST /attempts/{attempt}/proofs'>
export type Proof = ProveInput['proofs'][number]
export type ChallengeInput = Body<'POST /attempts/{attempt}/challenges'>
export type Challenge = Answer<'POST /attempts/{attempt}/challenges'>
export type ChallengeState = Answer<'GET /attempts/{attempt}/challenges/{factor}'>['state']
export type CompleteInput = NonNullable<Body<'POST /attempts/{attempt}/complete'>>
export type EnrolInput = Body<'POST /authenticators'>
export type Enrolment = Answer<'POST /authenticators'>
export type Enrolled = Answer<'POST /authenticators/{id}/confirm'>

export type Session = Answer<'POST /sessions/introspect'>
export type SessionWish = Omit<Body<'POST /sessions/introspect'>, 'token'>

export type ReferralInput = Body<'POST /referrals'>
export type Referral = Answer<'POST /referrals'>
export type RedeemInput = Body<'POST /referrals/redeem'>
export type Redeemed = Answer<'POST /referrals/redeem'>
/** Somebody who was let in to this application, and what they have shown. */
export type Admission = Answer<'GET /admissions/{id}'>

/** What one action asks for besides; only ever more than policy does. */
export interface Wish {
  readonly assurance?: 2 | 3 | undefined
  /** Seconds that proofs may be old. */
  readonly maxAge?: number | undefined
  readonly phishingResistant?: boolean | undefined
}

/** Who asks for it. */
export interface Asking extends Wish {
  /** The address whence the person comes, for rules about places. */
  readonly source?: string | undefined
}
