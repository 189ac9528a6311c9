import type { ComparisonView } from '../../api/factors.ts'
import type { FactorInfo } from '../../api/types.ts'
import { type Assumptions, priceOf } from './price.ts'

/** What the adviser asks. */
export interface Answers {
  /** Who has a smartphone and may use it here. */
  readonly smartphones: 'all' | 'some' | 'none'
  readonly computers: 'own' | 'shared'
  /** What a false page could get at: money, administration, customers' data; or less. */
  readonly stakes: 'high' | 'usual'
  /** Whether things may be bought for people. */
  readonly buying: 'yes' | 'no'
}

export const usualAnswers: Answers = { smartphones: 'all', computers: 'own', stakes: 'high', buying: 'yes' }

/** A factor as the adviser weighs it. */
export interface Weighed {
  readonly info: FactorInfo
  readonly comparison: ComparisonView
  readonly available: boolean
}

export type AdvisedFor = 'everyone' | 'without-phone' | 'way-back' | 'help-desk'
export type AdviceReason =
  | 'cannot-be-phished'
  | 'can-be-phished'
  | 'restricted'
  | 'nothing-to-buy'
  | 'needs-no-phone'
  | 'works-on-shared'
  | 'not-set-up'
  | 'comes-along'
  | 'seen-in-person'

export interface Advice {
  readonly who: AdvisedFor
  readonly factor: FactorInfo
  readonly reasons: readonly AdviceReason[]
}

/** A mix of factors for these answers, with the reasons; only what this installation knows is in it. */
export function advise(
  answers: Answers,
  weighed: readonly Weighed[],
  assumptions: Assumptions,
): readonly Advice[] {
  const everyday = weighed.filter(({ info }) => info.role === 'factor' && !info.first)
  const rank = (one: Weighed) => score(one, answers, assumptions)
  const best = (among: readonly Weighed[]) => among.toSorted((a, b) => rank(b) - rank(a))[0]
  const main = best(everyday.filter((one) => fits(one, answers)))
  const leavesOut = answers.smartphones === 'some' && main?.comparison.needs.includes('smartphone')
  const other = leavesOut
    ? best(everyday.filter((one) => fits(one, { ...answers, smartphones: 'none' })))
    : undefined
  const back = weighed.filter(({ info }) => info.role === 'recovery' && !info.handedOut)
  const pass = weighed.filter(({ info }) => info.handedOut)
  return [
    ...(main ? [adviceFor('everyone', main, answers)] : []),
    ...(other ? [adviceFor('without-phone', other, answers)] : []),
    ...back
      .slice(0, 1)
      .map(({ info }) => ({ who: 'way-back', factor: info, reasons: ['comes-along'] }) as const),
    ...pass
      .slice(0, 1)
      .map(({ info }) => ({ who: 'help-desk', factor: info, reasons: ['seen-in-person'] }) as const),
  ]
}

function fits({ comparison: { needs, device } }: Weighed, answers: Answers): boolean {
  if (needs.includes('smartphone') && answers.smartphones === 'none') return false
  if (needs.includes('mobile-network') && answers.smartphones === 'none') return false
  if (needs.includes('own-device') && answers.computers === 'shared') return false
  return device.amount === 0 || answers.buying === 'yes'
}

const worth = { yes: 3, partly: 1, no: 0 } as const

/** What cannot be phished comes first, what is restricted last; then what it withstands, how easy it is, and the price. */
function score({ info, comparison }: Weighed, { stakes }: Answers, assumptions: Assumptions): number {
  const withstands = Object.values(comparison.withstands).reduce((sum, how) => sum + worth[how], 0)
  const phishing = info.phishingResistant ? (stakes === 'high' ? 100 : 10) : 0
  const restricted = info.restricted ? 100 : 0
  const comfort = 2 * info.guide.ease.grade - priceOf(comparison, assumptions).total / 3
  return phishing - restricted + withstands / 2 + comfort
}

function adviceFor(who: AdvisedFor, { info, comparison, available }: Weighed, answers: Answers): Advice {
  const phoneless = !comparison.needs.includes('smartphone') && answers.smartphones !== 'all'
  const reasons: readonly (AdviceReason | false)[] = [
    info.phishingResistant ? 'cannot-be-phished' : 'can-be-phished',
    info.restricted && 'restricted',
    comparison.device.amount === 0 && 'nothing-to-buy',
    phoneless && 'needs-no-phone',
    answers.computers === 'shared' && !comparison.needs.includes('own-device') && 'works-on-shared',
    !available && 'not-set-up',
  ]
  return { who, factor: info, reasons: reasons.filter((reason) => reason !== false) }
}
