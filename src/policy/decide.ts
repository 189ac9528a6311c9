import { type Demand, demandOfWish, join, noDemand, withHardware } from './demand.ts'
import { type Exception, exceptionReason, lifts } from './exception.ts'
import { type Facts, weakMark } from './facts.ts'
import type { Waiting } from './grace.ts'
import type { Policy, RuleDemand } from './policy.ts'
import { type Reason, type ReasonId, reason, renewalReason } from './reasons.ts'
import { type Renewal, renewalFor } from './renewal.ts'
import { hasSecondFactor, type SetUp, setUpFor, strongestOf } from './set-up.ts'
import { isSetUpHere, lessWaiting, waitingAmong } from './waiting.ts'

/** What an attempt must show, and why. */
export interface Requirement extends Demand {
  /** Whether one proof at least must have been made from the transaction itself. */
  readonly signed?: boolean
  /** What must be set up first. */
  readonly enrolment: SetUp
  /** Whether the password must be changed once all else is shown. */
  readonly renewal: Renewal
  /** What of it may be put off at this sign-in; only where its owner may set up what is missing. */
  readonly grace?: OpenGrace
  readonly because: readonly Reason[]
  /** Those without which more would be needed. */
  readonly exceptions: readonly Exception[]
  /** Of the policy that says so. */
  readonly policyVersion: string
}

/** What may be put off now, all at once. */
export interface OpenGrace {
  readonly waiting: readonly Waiting[]
  /** When the first of it cannot wait any longer, epoch milliseconds; undefined: no date ends it. */
  readonly until: number | undefined
  /** How often all of it may still be put off; undefined: no number ends it. */
  readonly left: number | undefined
  /** What is needed while it is put off. */
  readonly meanwhile: Requirement
}

/**
 * What is needed = what policy demands ∪ what the account has itself enrolled (G11). Pure and total: every set of
 * facts has an answer, and the unknown demands (R15). One more rule never lowers what is needed.
 */
export function decide(policy: Policy, facts: Facts): Requirement {
  const ruled = ruledBy(policy, facts, policy.mfa === 'required')
  const requirement = requirementOf(policy, facts, ruled)
  if (!policy.asksDeferrals || requirement.deny || !isSetUpHere(requirement.enrolment)) return requirement
  const waiting = waitingAmong(policy, facts, ruled)
  const meanwhile = requirementOf(policy, facts, joined(lessWaiting(ruled, waiting)))
  const helps = waiting.length > 0 && meanwhile.enrolment === 'none'
  return helps ? { ...requirement, grace: graceOf(waiting, meanwhile) } : requirement
}

/** Of several that wait the first end counts. */
function graceOf(waiting: readonly Waiting[], meanwhile: Requirement): OpenGrace {
  const everybody = waiting.some(({ demand }) => demand === 'mfa.required')
  const because = everybody ? [...meanwhile.because, reason('mfa.put-off')] : meanwhile.because
  return {
    waiting,
    until: least(waiting.map(({ until }) => until)),
    left: least(waiting.map(({ left }) => left)),
    meanwhile: { ...meanwhile, because },
  }
}

function least(values: readonly (number | undefined)[]): number | undefined {
  const given = values.filter((value) => value !== undefined)
  return given.length > 0 ? Math.min(...given) : undefined
}

function requirementOf(
  policy: Policy,
  facts: Facts,
  { demand: ruled, fitting, required, exceptions }: Ruled,
): Requirement {
  const demands = demandsOf(required, facts)
  const because = demands.map(reason)
  const assurance = because.length > 0 && ruled.assurance < 2 ? 2 : ruled.assurance
  const bar = facts.changes === true && strongestOf(facts.confirmed).length > 0
  const phishingResistant = ruled.phishingResistant || bar
  const asked: Demand = { ...ruled, assurance, phishingResistant }
  const enrolment = setUpFor(facts, asked)
  const renewal = renewalFor(policy.renewPassword, facts)
  const remembered = enrolment === 'none' ? rememberedFor(policy, facts, asked, demands) : 0
  if (bar) because.push(reason('bar.phishing-resistant'))
  if (facts.approves) because.push(reason('transaction.signed'))
  if (enrolment === 'by-invitation') because.push(reason('enrol.invitation'))
  if (enrolment === 'stronger') because.push(reason('enrol.stronger'))
  if (renewal !== 'none') because.push(reason(renewalReason))
  for (const one of fitting) because.push(one.reason)
  for (const one of exceptions) because.push(exceptionReason(one))
  return {
    ...asked,
    deny: asked.deny || renewal === 'barred',
    remembered,
    signed: facts.approves === true,
    enrolment,
    renewal,
    because,
    exceptions,
    policyVersion: policy.version,
  }
}

function demandsOf(required: boolean, facts: Facts): ReasonId[] {
  const demands: ReasonId[] = []
  if (required) demands.push('mfa.required')
  if (facts.role === 'administrator' || facts.role === 'help-desk') demands.push('mfa.administrators')
  if (facts.marks !== 'unknown' && facts.marks.length > 0) demands.push(...demandsOfMarks(facts))
  if (facts.confirmed !== 'unknown' && hasSecondFactor(facts.confirmed)) demands.push('mfa.enrolled')
  if (isUnknown(facts)) demands.push('mfa.unknown')
  return demands
}

/** A weak password is told apart: its owner can do something about it. */
function demandsOfMarks({ marks, password }: Facts): readonly ReasonId[] {
  const weak = marks.includes(weakMark)
  const found = password === 'elsewhere' ? 'mfa.weak-password-elsewhere' : 'mfa.weak-password'
  return [
    ...(marks.length > Number(weak) ? (['mfa.marked'] as const) : []),
    ...(weak ? ([found] as const) : []),
  ]
}

/** Demands that no remembered browser ever meets. */
const neverRemembered: ReadonlySet<ReasonId> = new Set([
  'mfa.administrators',
  'mfa.marked',
  'mfa.weak-password',
  'mfa.weak-password-elsewhere',
  'mfa.unknown',
] as const)

/** For how long a browser need not show a second factor again: never where more than two factors are asked for. */
function rememberedFor(
  policy: Policy,
  facts: Facts,
  asked: Demand,
  demands: readonly ReasonId[],
): Demand['remembered'] {
  const more = asked.assurance === 3 || asked.phishingResistant || asked.userVerified
  if (more || facts.changes || facts.approves || demands.some((id) => neverRemembered.has(id))) return 0
  return demands.length === 0 ? asked.remembered : Math.min(asked.remembered, policy.rememberedFor)
}

function isUnknown({ role, marks, applicationClass, confirmed }: Facts): boolean {
  return (
    role === 'unknown' || marks === 'unknown' || applicationClass === 'unknown' || confirmed === 'unknown'
  )
}

/**
 * What a door that sees one typed code may claim: one factor, and no more (R7). What rules demand holds all the same,
 * so that where they ask for two it lets nobody in.
 */
export function decideSingle(policy: Policy, facts: Facts): Requirement {
  const { demand, fitting, exceptions } = ruledBy(policy, facts, false)
  const renewal = renewalFor(policy.renewPassword, facts)
  const because = [
    ...(renewal === 'none' ? [] : [reason(renewalReason)]),
    ...fitting.map(({ reason: why }) => why),
    ...exceptions.map(exceptionReason),
  ]
  const deny = demand.deny || renewal === 'barred'
  return { ...demand, deny, enrolment: 'none', renewal, because, exceptions, policyVersion: policy.version }
}

/** A rule that fits, or what the application itself asks for. */
type Fitting = Omit<RuleDemand, 'rule'>

/** What is demanded of anybody in such circumstances, whatever the account itself brings. */
interface Ruled {
  /** Of all rules together. */
  readonly demand: Demand
  readonly fitting: readonly Fitting[]
  /** Whether the policy asks everybody for a second factor. */
  readonly required: boolean
  readonly exceptions: readonly Exception[]
}

function ruledBy(policy: Policy, facts: Facts, ofEverybody: boolean): Ruled {
  const demanded = withoutExcepted(policy, facts, ofEverybody)
  if (!facts.wish) return joined(demanded)
  const asked = { demand: demandOfWish(facts.wish), reason: reason('application.asked') }
  return joined({ ...demanded, fitting: [...demanded.fitting, asked] })
}

function joined(demanded: Omit<Ruled, 'demand'>): Ruled {
  const { fitting } = demanded
  if (fitting.length === 0) return { ...demanded, demand: noDemand }
  const all = fitting.reduce((sofar, { demand }) => join(sofar, demand), noDemand)
  return { ...demanded, demand: withHardware(all) }
}

/** An exception that leaves out nothing here is none. */
function withoutExcepted(policy: Policy, facts: Facts, required: boolean): Omit<Ruled, 'demand'> {
  const all = policy.fitting(facts)
  const meant = policy.exceptionsFor(facts.circumstances)
  if (meant.length === 0) return { fitting: all, required, exceptions: meant }
  const demanded = [...all.map(({ reason: { id } }) => id), ...(required ? ['mfa.required'] : [])]
  return {
    fitting: all.filter(({ reason: { id } }) => !meant.some((one) => lifts(one, id))),
    required: required && !meant.some((one) => lifts(one, 'mfa.required')),
    exceptions: meant.filter((one) => demanded.some((id) => lifts(one, id))),
  }
}
