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
  /** True: easy to guess. Absent: not known, because the breach lists were not asked or did not answer (R15). */
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
  /** The same for one that is in use: the lists are asked whatever else is wrong with it today. */
  reconsider(input: AdviceInput): Promise<Advice>
  /** Without the breach lists, so that half-typed passwords ask nobody anything: for a meter beside the field. */
  preview(input: AdviceInput): Promise<Advice>
}

export interface AdviserDeps {
  readonly config: PasswordConfig
  readonly isCommon: CommonPasswords
  readonly measure: StrengthMeter
  readonly breaches: BreachLists
}

/** Below this score a few million guesses suffice. */
const weakBelow = 2

/** Length, blocklist, breach lists and strength; no rules of composition (N-09, ASVS 6.2.5). */
export function adviser(deps: AdviserDeps): Adviser {
  return {
    advise: (input) => adviseOn(deps, input, (refused) => (refused ? undefined : deps.breaches)),
    reconsider: (input) => adviseOn(deps, input, () => deps.breaches),
    preview: (input) => adviseOn(deps, input, () => undefined),
  }
}

async function adviseOn(
  deps: AdviserDeps,
  input: AdviceInput,
  listsFor: (refused: boolean) => BreachLists | undefined,
): Promise<Advice> {
  const tooLong = longerThan(deps.config.maximumLength, input.password)
  if (tooLong) return { acceptable: false, notices: [tooLong] }

  const words = contextWords({ ...input, blockedWords: deps.config.blockedWords })
  const texts = words.map((word) => word.text)
  const strength = await deps.measure(input.password, texts)
  const refusals = [
    shorterThan(minimumLengthOf(deps.config), input.password),
    (await blockedBecause(deps.isCommon, input.password, words)) ??
      easierThan(deps.config.minimumScore, strength),
  ].filter(isNotice)

  // Asked last and only when needed: nothing about a password that is refused anyway, and not in use, leaves the house.
  const answer = await listsFor(refusals.length > 0)?.(input.password)
  return {
    acceptable: refusals.length === 0 && answer?.state !== 'breached',
    score: strength.score,
    ...weakness(strength, answer),
    notices: [...refusals, ...breachNotices(answer), ...hints(strength)],
  }
}

function longerThan(maximum: number, password: string): Notice | undefined {
  const excess = passwordLength(password) - maximum
  return excess > 0 ? { id: 'too-long', values: { maximum, excess } } : undefined
}

function shorterThan(minimum: number, password: string): Notice | undefined {
  const missing = minimum - passwordLength(password)
  return missing > 0 ? { id: 'too-short', values: { minimum, missing } } : undefined
}

function easierThan(minimum: number, strength: Strength): Notice | undefined {
  return strength.score < minimum ? { id: 'too-easy' } : undefined
}

function breachNotices(answer: BreachAnswer | undefined): Notice[] {
  if (answer?.state === 'unknown') return [{ id: 'breach-unknown' }]
  return answer?.state === 'breached' ? [{ id: 'breached', values: { count: answer.count } }] : []
}

function weakness(strength: Strength, answer: BreachAnswer | undefined): Pick<Advice, 'weak'> {
  if (strength.score < weakBelow || answer?.state === 'breached') return { weak: true }
  return answer?.state === 'clear' ? { weak: false } : {}
}

function hints({ weakness }: Strength): Notice[] {
  return weakness ? [{ id: `hint-${weakness}` }, { id: 'hint-manager' }] : []
}

function isNotice(notice: Notice | undefined): notice is Notice {
  return notice !== undefined
}
