import { z } from 'zod'
import type { Id } from '../kernel/ids.ts'
import { minuteText } from '../kernel/minute-text.ts'
import type { Circumstances } from './facts.ts'
import type { Reason } from './reasons.ts'

/**
 * An account is left out of some demands until a time: asked for by one administrator, approved by another. It takes
 * away nothing but what it names, and never what a role, a mark or the account's own factors demand.
 */
export interface Exception {
  readonly id: Id<'exception'>
  /** As names count (G8). */
  readonly account: string
  /** Only there; undefined: everywhere. */
  readonly application: string | undefined
  readonly demands: readonly LiftedDemand[]
  /** Epoch milliseconds: from then on it leaves out nothing. */
  readonly until: number
}

/** What an exception may name: the reason that a decision gives for it. */
export const liftedDemand = z.union([
  z.literal('mfa.required'),
  z.templateLiteral(['rule:', z.string().min(1).max(64)]),
])

export type LiftedDemand = z.infer<typeof liftedDemand>

/** An exception as it stands in its table: asked for, in force, over or never granted. Times in epoch milliseconds. */
export interface GrantedException {
  readonly id: Id<'exception'>
  readonly accountId: Id<'account'>
  readonly applicationId: Id<'application'> | undefined
  readonly demands: readonly LiftedDemand[]
  readonly reason: string
  readonly until: number
  /** As the audit trail names whoever acts. */
  readonly requestedBy: string
  readonly requestedAt: number
  readonly approvedBy: string | undefined
  readonly approvedAt: number | undefined
  readonly endedBy: string | undefined
  readonly endedAt: number | undefined
  readonly endReason: string | undefined
  /** Sign-ins and approvals that needed it. */
  readonly uses: number
  readonly lastUsedAt: number | undefined
  readonly alarmedAt: number | undefined
}

export type NewException = Pick<
  GrantedException,
  | 'id'
  | 'accountId'
  | 'applicationId'
  | 'demands'
  | 'reason'
  | 'until'
  | 'requestedBy'
  | 'requestedAt'
  | 'approvedBy'
>

const none: readonly Exception[] = Object.freeze([])

/** Says which exceptions are meant in which circumstances. Who is not known is excepted from nothing (R15). */
export function exceptionsFor(all: readonly Exception[]) {
  if (all.length === 0) return () => none
  const byAccount = Map.groupBy(all, ({ account }) => account)
  return (circumstances: Circumstances | undefined): readonly Exception[] => {
    const { account = 'unknown', application: asking } = circumstances ?? {}
    const own = account === 'unknown' ? undefined : byAccount.get(account)
    if (own === undefined) return none
    return own.filter(({ application }) => application === undefined || application === asking)
  }
}

/** Rules are called the same whatever the case of their letters. */
export function lifts({ demands }: Pick<Exception, 'demands'>, demand: string): boolean {
  return demands.some((lifted) => lifted.toLowerCase() === demand.toLowerCase())
}

/** Why less is needed than otherwise. */
export function exceptionReason({ id, until, demands }: Exception): Reason {
  const left = demands.map((demand) =>
    demand === 'mfa.required' ? 'a second factor' : `“${ruleNamedBy(demand)}”`,
  )
  const text = `An exception leaves out ${left.join(', ')} until ${minuteText(until)} UTC.`
  return { id: `exception:${id}`, text, exception: { demands, until } }
}

/** Of the rule that it names. */
export function ruleNamedBy(demand: LiftedDemand): string {
  return demand.slice('rule:'.length)
}
