import type { Notice } from '../factor.ts'
import type { CommonPasswords } from './common-passwords.ts'
import type { ContextWord, WordSource } from './context-words.ts'
import { fold } from './fold.ts'

/** What must be left of a password when the words that everyone knows about its owner are taken out. */
const leastRemainder = 8

const reasons: Readonly<Record<WordSource, string>> = {
  name: 'password.contains-name',
  contact: 'password.contains-contact',
  application: 'password.contains-application',
  organisation: 'password.contains-blocked-word',
}

/**
 * Why a password is refused, whole (N-11: "whole-string blocklist"), or undefined. Two rules, both on folded text:
 * it is a common password; or it is made of context words: with these taken out, fewer than eight characters are left.
 * So `ana.smith2026` is refused for Ana, and `correct horse ana battery staple` is not.
 */
export async function blockedBecause(
  isCommon: CommonPasswords,
  password: string,
  words: readonly ContextWord[],
): Promise<Notice | undefined> {
  if (await isCommon(password)) return { id: 'password.common' }
  const source = sourceItIsMadeOf(fold(password), words)
  return source && { id: reasons[source] }
}

/** The source of the longest word found, where too little else is left. Longest first: `anasmith` before `ana`. */
function sourceItIsMadeOf(folded: string, words: readonly ContextWord[]): WordSource | undefined {
  const found = words
    .filter((word) => folded.includes(word.text))
    .toSorted((a, b) => b.text.length - a.text.length)
  const remainder = found.reduce((rest, word) => rest.replaceAll(word.text, ''), folded)
  return [...remainder].length < leastRemainder ? found[0]?.source : undefined
}
