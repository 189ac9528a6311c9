import type { Person } from '../factor.ts'
import { fold } from './fold.ts'

/** Where a context word comes from; the refusal names it. */
export type WordSource = 'name' | 'contact' | 'application' | 'organisation'

export interface ContextWord {
  readonly source: WordSource
  /** Folded. */
  readonly text: string
}

const shortestWord = 3
const shortestNumber = 6

/**
 * The context words of one person (ASVS 6.1.2, 6.2.11): their name and its parts, each contact and its parts, the
 * digits of a telephone number with and without its codes, the application, `sallyport`, and `blockedWords` of the
 * configuration. Words under three letters are left out: they are everywhere.
 */
export function contextWords(input: {
  readonly person: Person
  readonly application: string
  readonly blockedWords: readonly string[]
}): readonly ContextWord[] {
  const words = [
    ...wordsOf('name', [input.person.name]),
    ...wordsOf('contact', input.person.contacts),
    ...wordsOf('application', [input.application, 'sallyport']),
    ...input.blockedWords.map((word) => ({ source: 'organisation' as const, text: fold(word) })),
  ]
  return words.filter((word) => word.text.length >= shortestWord)
}

function wordsOf(source: WordSource, texts: readonly string[]): ContextWord[] {
  return texts
    .flatMap((text) => [text, ...parts(text), ...numbers(text)])
    .map((text) => ({ source, text: fold(text) }))
}

function parts(text: string): string[] {
  return text.split(/[\s.,_@+\-/]+/)
}

/** The endings of a telephone number: as one types it without the country, or without the area. */
function numbers(text: string): string[] {
  const digits = text.replaceAll(/\D/g, '')
  const endings = Array.from({ length: digits.length }, (_, start) => digits.slice(start))
  return endings.filter((ending) => ending.length >= shortestNumber)
}
