export { type Assurance, assuranceOf } from './assurance.ts'
export { barOf, decide, type Requirement, singleFactor, strongestOf } from './decide.ts'
export type { ConfirmedAuthenticator, Facts, Known, Proved } from './facts.ts'
export { createPolicy, type Policy, type PolicyConfig, policyConfig } from './policy.ts'
export { type Reason, type ReasonId, reason } from './reasons.ts'
export {
  assertRecovered,
  assertSatisfied,
  type Recovered,
  recover,
  type Satisfied,
  type Shown,
  type Subject,
  satisfy,
} from './satisfied.ts'
export { isNoWeaker, showsNoLess, strengthUnknown } from './strength.ts'
