export type { CallOptions } from './call.ts'
export { type Client, type ClientOptions, createClient } from './client.ts'
export { isCode, SallyportError } from './errors.ts'
export type {
  Admission,
  Asking,
  AttemptView,
  Challenge,
  ChallengeInput,
  ChallengeState,
  CompleteInput,
  EnrolInput,
  Enrolled,
  Enrolment,
  Proof,
  ProveInput,
  Redeemed,
  RedeemInput,
  Referral,
  ReferralInput,
  Session,
  SessionWish,
  StartInput,
  Verdict,
  VerifyInput,
  Wish,
} from './types.ts'
