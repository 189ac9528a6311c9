import type { Notice } from '../factor.ts'
import type { CommonPasswords } from './common-passwords.ts'
import type { ContextWord, WordSource } from './context-words.ts'
import { fold } from './fold.ts'

/** With so many other characters a password no longer rests on its context words. */
const enoughOthers = 8

const reasons: Readonly<Record<WordSource, string>> = {
  name: 'contains-name',
  contact: 'contains-contact',
  application: 'contains-application',
  organisation: 'contains-blocked-word',
}

/**
 * Why a password is refused, whole (N-11: "whole-string blocklist"), or undefined. Two rules, both on folded text:
 * it is a common password; or it is made of context words: they are more than half of it, and fewer than eight other
 * characters are left. So `ana.smith2026` is refused for Ana, `correct horse ana battery` and `bananas-71` are not.
 */
export async function blockedBecause(
  isCommon: CommonPasswords,
  password: string,
  words: readonly ContextWord[],
): Promise<Notice | undefined> {
  if (await isCommon(password)) return { id: 'common' }
  const source = sourceItIsMadeOf(fold(password), words)
  return source && { id: reasons[source] }
}

/** The source of the longest word found, where too little else is left. Longest first: `anasmith` before `ana`. */
function sourceItIsMadeOf(folded: string, words: readonly ContextWord[]): WordSource | undefined {
  const found = words
    .filter((word) => folded.includes(word.text))
    .toSorted((a, b) => b.text.length - a.text.length)
  const others = found.reduce((rest, word) => rest.replaceAll(word.text, ''), folded).length
  const isMadeOf = others < enoughOthers && others < folded.length - others
  return isMadeOf ? found[0]?.source : undefined
}
