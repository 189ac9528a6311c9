import type { FactorContext, Person } from '../factor.ts'
import type { Adviser } from './advise.ts'
import type { OwnPassword } from './schema.ts'

const day = 24 * 3_600_000

export interface Recheck {
  readonly adviser: Adviser
  /** How long a judgement holds, in days. */
  readonly days: number
}

/**
 * A good password is judged anew when it is used, now and then: what was hard to guess when it was set may stand on a
 * list today. The very data where nothing was looked at; what could not be found out stays as it was (R15), and what
 * was found weak stays so until it is changed (R2).
 */
export async function recheck(
  { adviser, days }: Recheck,
  data: OwnPassword,
  used: {
    readonly password: string
    readonly person?: (() => Promise<Person>) | undefined
    readonly context: FactorContext
  },
): Promise<OwnPassword> {
  const { at, application } = used.context
  const { checkedAt } = data
  // A judgement from a time that has not come yet was made by a wrong clock (G14).
  const due = checkedAt === undefined || at < checkedAt || at - checkedAt >= days * day
  const person = due ? await used.person?.() : undefined
  if (!person) return data
  const asked = { password: used.password, person, application: application.name }
  const { score, weak = data.weak } = await adviser.reconsider(asked)
  return {
    ...data,
    checkedAt: at,
    ...(score === undefined ? {} : { score }),
    ...(weak === undefined ? {} : { weak: weak || data.weak === true }),
  }
}
