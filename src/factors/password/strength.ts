import type { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { canonicalPassword } from './canonical.ts'
import type { Score } from './schema.ts'

/** How hard a password is to guess, and what makes it easier than it looks. */
export interface Strength {
  readonly score: Score
  readonly weakness: Weakness | undefined
}

/** What a guesser would try first; each has its sentence in messages.ts. */
export type Weakness = 'words' | 'keyboard' | 'repeats' | 'sequence' | 'dates' | 'short'

export type StrengthMeter = (password: string, words: readonly string[]) => Promise<Strength>

/** A longer input costs zxcvbn a second of this thread, and what follows 64 characters no longer decides. */
const scoredCharacters = 64
const strongScore = 3
/** Swapped letters that are tried back: the default, 100, takes 240 ms for 64 digits; 20 takes 50, for the same scores. */
const triedSubstitutions = 20

const weaknesses: Readonly<Record<string, Weakness>> = {
  dictionary: 'words',
  wordSequence: 'words',
  spatial: 'keyboard',
  repeat: 'repeats',
  sequence: 'sequence',
  regex: 'dates',
  date: 'dates',
}

/** Nothing of it is anybody's: one for all engines of a process. */
let estimator: Promise<ZxcvbnFactory> | undefined

/** zxcvbn over its common and English dictionaries and the person's own words; loaded with the first password. */
export function strengthMeter(): StrengthMeter {
  return async (password, words) => {
    estimator ??= loadEstimator()
    const scored = [...canonicalPassword(password)].slice(0, scoredCharacters).join('')
    const { score, sequence } = (await estimator).check(scored, [...words])
    return { score, weakness: score < strongScore ? weaknessOf(sequence) : undefined }
  }
}

async function loadEstimator(): Promise<ZxcvbnFactory> {
  const [core, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ])
  return new core.ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    l33tMaxSubstitutions: triedSubstitutions,
  })
}

/** The longest part that follows a pattern; without any, only length is missing. */
function weaknessOf(sequence: readonly { readonly pattern: string; readonly token: string }[]): Weakness {
  const patterned = sequence.filter((part) => part.pattern in weaknesses)
  const [longest] = patterned.toSorted((a, b) => b.token.length - a.token.length)
  return (longest && weaknesses[longest.pattern]) ?? 'short'
}
