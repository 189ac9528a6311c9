export { type Assurance, assuranceOf } from './assurance.ts'
export { type Cell, cellsOf, eachCellOf } from './cells.ts'
export { type Change, changesBetween } from './changes.ts'
export { decide, decideSingle, type OpenGrace, type Requirement } from './decide.ts'
export { canBeMet, couldGive, counts, covers, type Demand, demandOf, mayRemember } from './demand.ts'
export { describeRule } from './describe.ts'
export {
  demandUnknown,
  exceptionNotFound,
  exceptionOver,
  exceptionTooLong,
  revisionStale,
} from './errors.ts'
export { type Exception, type GrantedException, type LiftedDemand, liftedDemand } from './exception.ts'
export { type Exceptions, openExceptions } from './exceptions.ts'
export { exhausted, exhaustedAmong } from './exhausted.ts'
export {
  type Circumstances,
  type ConfirmedAuthenticator,
  type Deferral,
  type Facts,
  type Known,
  type Proved,
  type Wish,
  weakMark,
} from './facts.ts'
export { type Grace, mostSkips, type Waiting } from './grace.ts'
export { type Earlier, heldAgainst, heldTo } from './held-against.ts'
export { attributesIn } from './matching.ts'
export { policyMigrations } from './migrations.ts'
export { networkText, within } from './network.ts'
export {
  createPolicy,
  deferrableIn,
  isDemanded,
  type Policy,
  type PolicyConfig,
  policyConfig,
  withoutExceptions,
  withReporting,
  withRules,
} from './policy.ts'
export { deferralAfter, lessPutOff } from './put-off.ts'
export { type Reason, type ReasonId, reason, renewalReason } from './reasons.ts'
export { besidesPassword, type Renewal } from './renewal.ts'
export { eachReviewed, type Finding, type Inventory, reviewPolicy } from './review.ts'
export type { Revision, RevisionEntry, RevisionPage } from './revision.ts'
export { openPolicies, type Policies } from './revisions.ts'
export { type Rule, type Rulebook, rulebook, ruleDoor, rulePurpose } from './rule-schema.ts'
export {
  assertRecovered,
  assertSatisfied,
  isProved,
  isStillEnough,
  type Recovered,
  recover,
  recoverPassword,
  type Satisfied,
  type Shown,
  type StandIn,
  type Standing,
  type Subject,
  satisfy,
  standingOf,
  wouldBeEnough,
} from './satisfied.ts'
export { barOf, strongestOf } from './set-up.ts'
export { isNoWeaker, showsNoLess, strengthUnknown } from './strength.ts'
