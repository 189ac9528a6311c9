import fc from 'fast-check'

/** One thing that somebody does, on the first node or the second. */
export type Step = { readonly second: boolean } & Deed

type Deed =
  /** Password and the code of a step near now, in one submission that completes. */
  | { readonly does: 'sign-in'; readonly who: number; readonly drift: number; readonly retry: boolean }
  /** The same, code first thing wrong. */
  | { readonly does: 'guess'; readonly who: number; readonly code: number }
  /** A code over a door that carries nothing else, or a password besides. */
  | { readonly does: 'verify'; readonly who: number; readonly drift: number; readonly password: boolean }
  | { readonly does: 'recover'; readonly who: number; readonly nth: number }
  | { readonly does: 'wrong-password'; readonly who: number }
  /** Somebody new sets up a factor, twice at once with one password. */
  | { readonly does: 'join' }
  /** The help desk forgets what failed. */
  | { readonly does: 'unlock'; readonly who: number }

/** Some steps at once, and what happens to process and clock around them. */
export interface Round {
  readonly steps: readonly Step[]
  /** The process dies before or after the nth booking of this round. */
  readonly crash?: { readonly when: 'before' | 'after'; readonly nth: number } | undefined
  /** Milliseconds that the wall clock moves afterwards; it may go back. */
  readonly jump: number
  /** Another process opens the same database. */
  readonly restart: boolean
}

export const people = 3
const second = 1000
const anybody = fc.nat({ max: people - 1 })
const anyDrift = fc.integer({ min: -2, max: 2 })

/** Mostly of one person and one code, so that what happens at once meets in the same rows. */
const steps = fc.tuple(anybody, anyDrift).chain(([somebody, sometime]) => {
  const who = fc.oneof({ weight: 4, arbitrary: fc.constant(somebody) }, { weight: 1, arbitrary: anybody })
  const drift = fc.oneof({ weight: 4, arbitrary: fc.constant(sometime) }, { weight: 1, arbitrary: anyDrift })
  return fc.array(stepOf(who, drift), { minLength: 1, maxLength: 7 })
})

function stepOf(who: fc.Arbitrary<number>, drift: fc.Arbitrary<number>): fc.Arbitrary<Step> {
  const second = fc.boolean()
  return fc.oneof(
    { weight: 45, arbitrary: record('sign-in', { who, drift, retry: fc.boolean(), second }) },
    { weight: 14, arbitrary: record('guess', { who, code: fc.nat({ max: 999_999 }), second }) },
    { weight: 20, arbitrary: record('verify', { who, drift, password: fc.boolean(), second }) },
    { weight: 8, arbitrary: record('recover', { who, nth: fc.nat({ max: 9 }), second }) },
    { weight: 3, arbitrary: record('wrong-password', { who, second }) },
    { weight: 1, arbitrary: record('join', { second }) },
    { weight: 3, arbitrary: record('unlock', { who, second }) },
  )
}

const jump = fc.oneof(
  { weight: 30, arbitrary: fc.nat({ max: 90 * second }) },
  { weight: 4, arbitrary: fc.nat({ max: 10 * 3600 * second }) },
  { weight: 2, arbitrary: fc.integer({ min: -600 * second, max: 0 }) },
)

export const round: fc.Arbitrary<Round> = fc.record({
  steps,
  crash: fc.option(fc.record({ when: fc.constantFrom('before', 'after'), nth: fc.nat({ max: 5 }) }), {
    nil: undefined,
    freq: 8,
  }),
  jump,
  restart: fc.nat({ max: 399 }).map((chance) => chance === 0),
})

function record<Name extends string, Fields extends object>(
  does: Name,
  fields: { readonly [Key in keyof Fields]: fc.Arbitrary<Fields[Key]> },
): fc.Arbitrary<{ readonly does: Name } & Fields> {
  return fc.record({ does: fc.constant(does), ...fields }) as unknown as fc.Arbitrary<{ does: Name } & Fields>
}
