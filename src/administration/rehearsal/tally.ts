import { isAdmission, type Recorded } from './recorded.ts'

/**
 * same: what was shown is enough · asked: something that the account has would be asked for · putOff: something would
 * have to be set up, and could be put off · setUp: it would be set up on the way · invited: that takes an invitation ·
 * denied: nobody comes in · refused: the call of an application would be refused.
 */
export type Outcome = 'same' | 'asked' | 'putOff' | 'setUp' | 'invited' | 'denied' | 'refused'

type Touched = Exclude<Outcome, 'same'>

/** What comes of one sign-in. */
export interface Judged {
  readonly outcome: Outcome
  /** Names of the rules that would have asked for more than was shown. */
  readonly rules: readonly string[]
  /** When what is put off cannot wait any longer, epoch milliseconds. */
  readonly until?: number | undefined
}

/** Sign-ins of one outcome. */
export interface Touch {
  readonly signIns: number
  readonly accounts: number
  /** Names of some of the accounts. */
  readonly examples: readonly string[]
  /** Of what is put off: when the last of it that a date ends cannot wait any longer, epoch milliseconds. */
  readonly until?: number | undefined
}

export interface Tally {
  readonly signIns: number
  /** Of these, with a session that was there already: somebody was let in to one more application. */
  readonly admissions: number
  readonly accounts: number
  readonly outcomes: Readonly<Record<Touched, Touch>>
  /** Which rules would have done it, and how often. */
  readonly rules: readonly { readonly name: string; readonly signIns: number }[]
  /** Where it would have happened. */
  readonly applications: readonly { readonly name: string; readonly signIns: number }[]
  /** All of them, oldest first; `day` is the start of each in UTC, epoch milliseconds. */
  readonly days: readonly { readonly day: number; readonly signIns: number; readonly touched: number }[]
}

const day = 86_400_000
const mostExamples = 10
const touched = [
  'asked',
  'putOff',
  'setUp',
  'invited',
  'denied',
  'refused',
] as const satisfies readonly Touched[]

/** Counts what comes of each recorded sign-in between two times. */
export function openTally({ since, until }: { readonly since: number; readonly until: number }) {
  const accounts = new Set<string>()
  const signIns = new Map<Touched, number>(touched.map((outcome) => [outcome, 0]))
  const names = new Map<Touched, Set<string>>(touched.map((outcome) => [outcome, new Set()]))
  const rules = new Map<string, number>()
  const applications = new Map<string, number>()
  const days = new Map<number, { signIns: number; touched: number }>()
  for (let start = startOf(since); start <= until; start += day) days.set(start, { signIns: 0, touched: 0 })
  let total = 0
  let admissions = 0
  let lastEnd: number | undefined

  return {
    note(recorded: Recorded, account: string, { outcome, rules: asking, until: end }: Judged) {
      const { at, application } = recorded
      total += 1
      if (isAdmission(recorded)) admissions += 1
      accounts.add(account)
      const counted = days.get(startOf(at)) ?? { signIns: 0, touched: 0 }
      days.set(startOf(at), counted)
      counted.signIns += 1
      if (outcome === 'same') return
      counted.touched += 1
      signIns.set(outcome, (signIns.get(outcome) ?? 0) + 1)
      names.get(outcome)?.add(account)
      for (const rule of asking) rules.set(rule, (rules.get(rule) ?? 0) + 1)
      if (end !== undefined) lastEnd = Math.max(end, lastEnd ?? end)
      applications.set(application.name, (applications.get(application.name) ?? 0) + 1)
    },

    result(): Tally {
      const touchOf = (outcome: Touched): Touch => ({
        signIns: signIns.get(outcome) ?? 0,
        accounts: names.get(outcome)?.size ?? 0,
        examples: [...(names.get(outcome) ?? [])].slice(0, mostExamples),
      })
      return {
        signIns: total,
        admissions,
        accounts: accounts.size,
        outcomes: {
          asked: touchOf('asked'),
          putOff: { ...touchOf('putOff'), ...(lastEnd === undefined ? {} : { until: lastEnd }) },
          setUp: touchOf('setUp'),
          invited: touchOf('invited'),
          denied: touchOf('denied'),
          refused: touchOf('refused'),
        },
        rules: mostFirst(rules),
        applications: mostFirst(applications),
        days: [...days]
          .toSorted(([one], [other]) => one - other)
          .map(([start, counted]) => ({ day: start, ...counted })),
      }
    },
  }
}

function startOf(at: number): number {
  return Math.floor(at / day) * day
}

function mostFirst(counts: ReadonlyMap<string, number>) {
  return [...counts]
    .map(([name, signIns]) => ({ name, signIns }))
    .toSorted((one, other) => other.signIns - one.signIns)
}
