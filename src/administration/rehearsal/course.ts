import {
  type Deferral,
  type Demand,
  type decide,
  deferralAfter,
  type Facts,
  lessPutOff,
  type Policy,
  type Requirement,
  type Waiting,
} from '../../policy/index.ts'
import type { Holder } from '../holder.ts'

/** What a policy comes to at one sign-in. */
interface Met {
  readonly need: Requirement
  /** Whether what was shown is enough, perhaps only because something is put off. */
  readonly enough: boolean
  /** When what is put off cannot wait any longer, epoch milliseconds; undefined: no date ends it, or nothing is. */
  readonly putOff?: { readonly until: number | undefined }
}

interface SignIn {
  readonly person: Holder
  readonly facts: Facts
  readonly at: number
  readonly decided: typeof decide
  readonly isEnough: (demand: Demand) => boolean
}

export type Course = ReturnType<typeof openCourse>

/**
 * One policy as it goes through the days of a replay, with what each account has put off under it by then: whoever may
 * put something off does so at each sign-in.
 */
export function openCourse(policy: Policy, begunWith: (person: Holder) => readonly Deferral[]) {
  const deferrals = new Map<string, readonly Deferral[]>()
  return {
    meet({ person, facts, at, decided, isEnough }: SignIn): Met {
      const { id } = person.account
      const own = policy.asksDeferrals ? (deferrals.get(id) ?? begunWith(person)) : []
      const asked = decided(policy, policy.asksDeferrals ? { ...facts, deferrals: own } : facts)
      const need = lessPutOff(asked, isEnough)
      if (!isEnough(need)) return { need: asked, enough: false }
      if (need === asked || !asked.grace) return { need, enough: true }
      deferrals.set(id, withAll(own, asked.grace.waiting, at))
      return { need, enough: true, putOff: { until: asked.grace.until } }
    },
  }
}

function withAll(own: readonly Deferral[], waiting: readonly Waiting[], at: number): readonly Deferral[] {
  const others = own.filter(({ demand }) => !waiting.some((one) => one.demand === demand))
  return [...others, ...waiting.map((one) => deferralAfter(one, at))]
}
