import {
  type Deferral,
  type Demand,
  decide,
  deferralAfter,
  type Earlier,
  type Facts,
  heldAgainst,
  lessPutOff,
  type Policy,
  type Requirement,
  type Standing,
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

/** A session that was there already. */
interface Older {
  readonly person: Holder
  readonly facts: Facts
  readonly earlier: Earlier
  readonly isEnough: (demand: Demand, shown: Standing) => boolean
}

export type Course = ReturnType<typeof openCourse>

/** Both policies on their way through the same days. */
export interface Courses {
  readonly before: Course
  readonly after: Course
  /** The policy of `after`. */
  readonly tried: Policy
  /** One of them does. */
  readonly asksCountries: boolean
}

/**
 * One policy as it goes through the days of a replay, with what each account has put off under it by then: whoever may
 * put something off does so at each sign-in.
 */
export function openCourse(policy: Policy, begunWith: (person: Holder) => readonly Deferral[]) {
  const deferrals = new Map<string, readonly Deferral[]>()
  const putOffBy = (person: Holder) => deferrals.get(person.account.id) ?? begunWith(person)
  const knowing = (facts: Facts, person: Holder): Facts =>
    policy.asksDeferrals ? { ...facts, deferrals: putOffBy(person) } : facts

  return {
    meet({ person, facts, at, decided, isEnough }: SignIn): Met {
      const asked = decided(policy, knowing(facts, person))
      const need = lessPutOff(asked, isEnough)
      if (!isEnough(need)) return { need: asked, enough: false }
      if (need === asked || !asked.grace) return { need, enough: true }
      deferrals.set(person.account.id, withAll(putOffBy(person), asked.grace.waiting, at))
      return { need, enough: true, putOff: { until: asked.grace.until } }
    },

    /** How such a session stands under the policy. It puts nothing off: it rests on what was put off when it began. */
    hold: ({ person, facts, earlier, isEnough }: Older) =>
      heldAgainst(decide(policy, knowing(facts, person)), earlier, isEnough),
  }
}

function withAll(own: readonly Deferral[], waiting: readonly Waiting[], at: number): readonly Deferral[] {
  const others = own.filter(({ demand }) => !waiting.some((one) => one.demand === demand))
  return [...others, ...waiting.map((one) => deferralAfter(one, at))]
}
