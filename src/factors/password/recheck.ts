import type { FactorContext, Person } from '../factor.ts'
import type { Adviser } from './advise.ts'
import type { PasswordData } from './schema.ts'

const day = 24 * 3_600_000

export interface Recheck {
  readonly adviser: Adviser
  /** How long a judgement holds, in days. */
  readonly days: number
}

/**
 * A good password is judged anew when it is used, now and then: what was hard to guess when it was set may stand on a
 * list today. The very data where nothing was looked at; what could not be found out stays as it was (R15).
 */
export async function recheck(
  { adviser, days }: Recheck,
  data: PasswordData,
  used: {
    readonly password: string
    readonly person?: (() => Promise<Person>) | undefined
    readonly context: FactorContext
  },
): Promise<PasswordData> {
  const { at, application } = used.context
  const due = data.checkedAt === undefined || at - data.checkedAt >= days * day
  const person = due ? await used.person?.() : undefined
  if (!person) return data
  const { score, weak = data.weak } = await adviser.advise({
    password: used.password,
    person,
    application: application.name,
  })
  return {
    ...data,
    checkedAt: at,
    ...(score === undefined ? {} : { score }),
    ...(weak === undefined ? {} : { weak }),
  }
}
