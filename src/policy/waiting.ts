import { type Demand, noDemand, withHardware } from './demand.ts'
import type { Facts } from './facts.ts'
import { type Grace, type Waiting, waitingOf } from './grace.ts'
import type { Policy, RuleDemand } from './policy.ts'
import { isTrusted, setUpFor } from './set-up.ts'

/** What is demanded of an account besides what it brings itself. */
interface Demanded {
  readonly fitting: readonly Omit<RuleDemand, 'rule'>[]
  readonly required: boolean
}

/**
 * What an account may put off now: what it has nothing for, each demand looked at by itself. So whoever can meet a
 * rule is asked for it, and one more rule takes nothing away from the others. Nothing for those of whom R2 asks more,
 * for a second factor that was only lost (R1), and where anything about the account is not known (R15).
 */
export function waitingAmong(
  policy: Policy,
  facts: Facts,
  { fitting, required }: Demanded,
): readonly Waiting[] {
  const { deferrals, circumstances, stands = false } = facts
  const at = circumstances?.at
  if (deferrals === undefined || deferrals === 'unknown' || typeof at !== 'number') return []
  if (!mayPutOff(facts)) return []
  const look = (demand: string, terms: Grace, asked: Demand): readonly Waiting[] => {
    if (!isSetUpHere(setUpFor(facts, asked))) return []
    const deferral = deferrals.find((one) => one.demand === demand)
    const waiting = waitingOf(demand, terms, deferral, { at, stands })
    return waiting ? [waiting] : []
  }
  return [
    ...(required && policy.grace ? look('mfa.required', policy.grace, { ...noDemand, assurance: 2 }) : []),
    ...fitting.flatMap(({ grace, demand }) =>
      grace ? look(grace.name, grace.terms, withHardware(demand)) : [],
    ),
  ]
}

/** Whether its owner may set up what is missing, so that waiting helps. */
export function isSetUpHere(setUp: ReturnType<typeof setUpFor>): boolean {
  return setUp === 'needed' || setUp === 'stronger'
}

function mayPutOff(facts: Facts): boolean {
  const known = facts.applicationClass !== 'unknown' && facts.confirmed !== 'unknown'
  return known && isTrusted(facts) && !facts.invited && facts.circumstances?.purpose === 'sign-in'
}

/** What holds while some of it waits. */
export function lessWaiting<Some extends Demanded>(demanded: Some, waiting: readonly Waiting[]): Some {
  const names = new Set(waiting.map(({ demand }) => demand))
  const fitting = demanded.fitting.map((one) =>
    one.grace && names.has(one.grace.name)
      ? { ...one, demand: one.grace.meanwhile, reason: one.grace.reason }
      : one,
  )
  return { ...demanded, fitting, required: demanded.required && !names.has('mfa.required') }
}
