import type { Notice, Person } from '../factor.ts'
import { blockedBecause } from './blocklist.ts'
import type { BreachAnswer, BreachLists } from './breach.ts'
import { passwordLength } from './canonical.ts'
import type { CommonPasswords } from './common-passwords.ts'
import { minimumLengthOf, type PasswordConfig } from './config.ts'
import { contextWords } from './context-words.ts'
import type { Score } from './schema.ts'
import type { Strength, StrengthMeter } from './strength.ts'

/** What we think of a password before it is set: whether it may be, how strong it is, and how to do better. */
export interface Advice {
  readonly acceptable: boolean
  /** Absent where the password is too long to be looked at. */
  readonly score?: Score
  /** True: easy to guess. Absent: a breach list that is configured gave no answer (R15). */
  readonly weak?: boolean
  /** First why it is refused, then what would make it better. Sentences in messages.ts. */
  readonly notices: readonly Notice[]
}

export interface AdviceInput {
  readonly password: string
  readonly person: Person
  readonly application: string
}

export interface Adviser {
  /** Everything, with the breach lists: for a password that is about to be set. */
  advise(input: AdviceInput): Promise<Advice>
  /** Without the breach lists, so that half-typed passwords ask nobody anything: for a meter beside the field. */
  preview(input: AdviceInput): Promise<Advice>
}

export interface AdviserDeps {
  readonly config: PasswordConfig
  readonly isCommon: CommonPasswords
  readonly measure: StrengthMeter
  readonly breaches: BreachLists
}

const weakBelow = 2
const unasked: BreachAnswer = { known: true, count: 0 }

/** Length, blocklist, breach lists and strength; no rules of composition (N-09, ASVS 6.2.5). */
export function adviser(deps: AdviserDeps): Adviser {
  return {
    advise: (input) => adviseOn(deps, input, deps.breaches),
    preview: (input) => adviseOn(deps, input, async () => unasked),
  }
}

async function adviseOn(deps: AdviserDeps, input: AdviceInput, breaches: BreachLists): Promise<Advice> {
  const tooLong = longerThan(deps.config.maximumLength, input.password)
  if (tooLong) return { acceptable: false, notices: [tooLong] }

  const words = contextWords({ ...input, blockedWords: deps.config.blockedWords })
  const tooShort = shorterThan(minimumLengthOf(deps.config), input.password)
  const blocked = await blockedBecause(deps.isCommon, input.password, words)
  const strength = await deps.measure(
    input.password,
    words.map((word) => word.text),
  )
  const tooEasy: Notice | undefined =
    strength.score < deps.config.minimumScore ? { id: 'password.too-easy' } : undefined
  // Asked last and only when needed: nothing about a password that is refused anyway leaves the house.
  const answer = tooShort || blocked || tooEasy ? unasked : await breaches(input.password)

  const refusals = [tooShort, blocked, blocked ? undefined : tooEasy, breached(answer)].filter(isNotice)
  return {
    acceptable: refusals.length === 0,
    score: strength.score,
    ...weakness(strength, answer),
    notices: [...refusals, ...hints(strength, answer)],
  }
}

function longerThan(maximum: number, password: string): Notice | undefined {
  const excess = passwordLength(password) - maximum
  return excess > 0 ? { id: 'password.too-long', values: { maximum, excess } } : undefined
}

function shorterThan(minimum: number, password: string): Notice | undefined {
  const missing = minimum - passwordLength(password)
  return missing > 0 ? { id: 'password.too-short', values: { minimum, missing } } : undefined
}

function breached(answer: BreachAnswer): Notice | undefined {
  if (!answer.known || answer.count === 0) return undefined
  return { id: 'password.breached', values: { count: answer.count } }
}

function weakness(strength: Strength, answer: BreachAnswer): Pick<Advice, 'weak'> {
  if (strength.score < weakBelow) return { weak: true }
  return answer.known ? { weak: answer.count > 0 } : {}
}

function hints(strength: Strength, answer: BreachAnswer): Notice[] {
  const unchecked = answer.known ? [] : [{ id: 'password.breach-unknown' }]
  const pattern = strength.weakness
    ? [{ id: `password.hint-${strength.weakness}` }, { id: 'password.hint-manager' }]
    : []
  return [...unchecked, ...pattern]
}

function isNotice(notice: Notice | undefined): notice is Notice {
  return notice !== undefined
}
