import type { Id } from '../kernel/ids.ts'
import { type Assurance, amrOf, assuranceOf } from './assurance.ts'
import type { Requirement } from './decide.ts'
import { unsatisfied } from './errors.ts'
import type { Proved } from './facts.ts'
import type { Policy } from './policy.ts'

declare const seal: unique symbol

/** A requirement that proofs have met. Only `satisfy` makes one; whatever issues anything takes nothing else (R3). */
export interface Satisfied {
  readonly [seal]: true
  readonly attemptId: Id<'attempt'>
  readonly accountId: Id<'account'>
  readonly epoch: number
  readonly policyVersion: string
  readonly assurance: Assurance
  readonly amr: readonly string[]
  readonly factors: readonly string[]
  /** A recovery code stood in for a factor: its own acr, and no administration (decision 9). */
  readonly recovered: boolean
  /** When the newest proof was accepted, epoch milliseconds (`auth_time`). */
  readonly authenticatedAt: number
}

const made = new WeakSet<object>()

export interface Subject {
  readonly attemptId: Id<'attempt'>
  readonly accountId: Id<'account'>
  readonly epoch: number
}

/** The proofs meet the requirement, or what is still missing. */
export function satisfy(
  policy: Policy,
  requirement: Requirement,
  subject: Subject,
  proved: readonly Proved[],
): Satisfied | undefined {
  if (requirement.enrolment !== 'none') return undefined
  const counted = policy.recovery ? proved : proved.filter((proof) => proof.role === 'factor')
  const assurance = assuranceOf(counted)
  if (assurance < requirement.assurance) return undefined
  if (requirement.phishingResistant && !counted.some((proof) => proof.phishingResistant)) return undefined
  const satisfied = Object.freeze({
    ...subject,
    policyVersion: policy.version,
    assurance,
    amr: amrOf(counted, assurance),
    factors: [...new Set(counted.map((proof) => proof.factor))],
    recovered: counted.some((proof) => proof.role === 'recovery'),
    authenticatedAt: Math.max(...counted.map((proof) => proof.at)),
  })
  made.add(satisfied)
  return satisfied as unknown as Satisfied
}

/** Types vanish at run time; this does not (R3). Throws `requirement.unsatisfied` for anything we did not make. */
export function assertSatisfied(value: Satisfied): void {
  if (!made.has(value)) throw unsatisfied()
}
