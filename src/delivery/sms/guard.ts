import type { Clock } from '../../kernel/clock.ts'
import type { Id } from '../../kernel/ids.ts'
import { type Admission, type Budget, type Budgets, type Guard, refused, type Sending } from '../guard.ts'
import { type Closure, type ClosureReason, isClosedAt } from './closure.ts'
import type { closuresStore } from './closures-store.ts'
import type { Conversion, ledgerStore } from './ledger-store.ts'
import { type PhoneNumber, readNumber } from './number.ts'
import type { SmsRules } from './rules.ts'
import { blockScope, countryScope, everywhere, type Scope, scopesOf } from './scope.ts'

export interface SmsGuardDeps {
  readonly clock: Clock
  readonly rules: SmsRules
  readonly budgets: Budgets
  readonly ledger: ReturnType<typeof ledgerStore>
  readonly closures: ReturnType<typeof closuresStore>
  /** A keyed hash: numbers lie nowhere in clear. */
  readonly hash: (text: string) => string
  /** Books a closure with its alert; whoever comes second changes nothing. */
  close(closure: Omit<Closure, 'endedAt'>): Promise<void>
}

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** A code needs a while to arrive and to be typed: what was sent just now is not held against its block. */
const settling = 2 * minute

/** Countries are judged by more messages than blocks are. */
const countrySample = 5

/**
 * Stands between everybody and the telephone bill: numbers that are nobody's mobile or of another country
 * get nothing; everybody else has budgets; and where codes are sent that nobody uses, we stop.
 */
export function smsGuard(deps: SmsGuardDeps): Guard {
  const { clock, rules, budgets, ledger, closures } = deps

  return async (sending, messageId) => {
    const at = clock.now()
    const number = await readNumber(sending.to)
    if (!number || !isServed(rules, number)) return refused('destination')
    const known = await closures.find(scopesOf(number))
    if (known.some((closure) => isClosedAt(closure, at))) return refused('closed')

    const total = totalBudget(rules, known)
    if ((await budgets.waitFor([total], at)) > 0) return stop(total, at)
    const entry = ledger.insert({ id: messageId, number, at, ...whoseOf(sending) })
    if (sending.notice) return { admitted: true, statements: [budgets.take(total, at), entry] }
    const own = budgetsOf(deps, number, sending)
    const pause = pauseOf(deps, number)
    const refusal = await overspent(own, pause, at)
    if (refusal) return refusal
    if (await isPumped(number, known, at)) return refused('closed')
    const taken = [total, pause, ...own].map((budget) => budgets.take(budget, at))
    return { admitted: true, statements: [...taken, entry] }
  }

  /** The day is full: nothing more goes out, and the administrators hear of it. */
  async function stop(total: Budget, at: number): Promise<Admission> {
    const until = at + (await budgets.waitFor([total], at))
    await deps.close({ scope: everywhere, reason: 'budget', openedAt: at, until })
    return refused('closed')
  }

  async function overspent(
    own: readonly Budget[],
    pause: Budget,
    at: number,
  ): Promise<Admission | undefined> {
    const wait = await budgets.waitFor(own, at)
    if (wait > 0) return refused('budget', wait)
    const pauseLeft = await budgets.waitFor([pause], at)
    return pauseLeft > 0 ? refused('interval', pauseLeft) : undefined
  }

  async function isPumped(number: PhoneNumber, known: readonly Closure[], at: number): Promise<boolean> {
    const { sample, used } = rules.pumping
    const { block, country = '' } = number
    const suspects = [
      { scope: blockScope(number), where: { block }, sample, rest: day },
      { scope: countryScope(number), where: { country }, sample: sample * countrySample, rest: hour },
    ]
    for (const suspect of suspects) {
      const from = Math.max(at - hour, endOf(known, suspect.scope))
      const seen = await ledger.conversion(suspect.where, from, at - settling)
      if (seen.sent < suspect.sample || shareOf(seen) >= used) continue
      const reason: ClosureReason = 'conversion'
      await deps.close({ scope: suspect.scope, reason, openedAt: at, until: at + suspect.rest })
      return true
    }
    return false
  }
}

function isServed(rules: SmsRules, { country, type }: PhoneNumber): boolean {
  if (country === undefined || type === undefined) return false
  return rules.countries.includes(country) && rules.numberTypes.some((served) => served === type)
}

/** One for the whole house. An administrator who ends its closure opens a new one. */
function totalBudget({ budgets }: SmsRules, known: readonly Closure[]): Budget {
  return { id: `sms|total|${endOf(known, everywhere)}`, limit: budgets.total, window: day }
}

function endOf(known: readonly Closure[], scope: Scope): number {
  return known.find((closure) => closure.scope === scope)?.endedAt ?? 0
}

function budgetsOf(
  deps: SmsGuardDeps,
  number: PhoneNumber,
  { accountId, source }: Sending,
): readonly Budget[] {
  const { budgets } = deps.rules
  const counted = [
    ['number', deps.hash(number.number), budgets.number],
    ['block', number.block, budgets.block],
    ['country', number.country, budgets.country],
    ['account', accountId, budgets.account],
    ['source', source, budgets.source],
  ] as const
  return counted.flatMap(([kind, whose, limit]) =>
    whose === undefined ? [] : [{ id: `sms|${kind}|${whose}`, limit, window: day }],
  )
}

function pauseOf({ rules, hash }: SmsGuardDeps, { number }: PhoneNumber): Budget {
  return { id: `sms|pause|${hash(number)}`, limit: 1, window: rules.budgets.interval * 1000 }
}

function whoseOf({ accountId, source, occasion }: Sending): {
  readonly accountId: Id<'account'> | undefined
  readonly source: string | undefined
  readonly occasion: string | undefined
} {
  return { accountId, source, occasion }
}

function shareOf({ sent, used }: Conversion): number {
  return used / sent
}
