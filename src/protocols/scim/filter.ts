import { spellingOf, urn } from './attributes.ts'
import { invalidFilter } from './errors.ts'

export type Comparator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le'

/** Where an attribute is: `name.givenName`, with the schema that it belongs to. */
export type AttributePath = readonly string[]

/** A filter as it was read (RFC 7644 §3.4.2.2). */
export type Filter =
  | { readonly kind: 'and' | 'or'; readonly sides: readonly [Filter, Filter] }
  | { readonly kind: 'not'; readonly inner: Filter }
  | { readonly kind: 'present'; readonly path: AttributePath }
  | {
      readonly kind: 'compare'
      readonly path: AttributePath
      readonly by: Comparator
      readonly value: string | number | boolean | null
    }
  /** One value of several for which all of the inner one holds: `emails[type eq "work"]`. */
  | { readonly kind: 'some'; readonly path: AttributePath; readonly inner: Filter }

const longest = 2_000
const deepest = 16

/** Reads a filter. Throws `invalidFilter`; never runs longer than its text. */
export function readFilter(text: string): Filter {
  const { filter, rest } = readSome(text)
  if (rest !== '') throw invalidFilter()
  return filter
}

/** How many conditions something is held against. */
export function conditionsIn(filter: Filter): number {
  if (filter.kind === 'not' || filter.kind === 'some') return conditionsIn(filter.inner)
  if (filter.kind !== 'and' && filter.kind !== 'or') return 1
  return conditionsIn(filter.sides[0]) + conditionsIn(filter.sides[1])
}

/** Reads a filter at the beginning of a text, for paths that go on behind it. */
export function readSome(text: string): { readonly filter: Filter; readonly rest: string } {
  if (text.length > longest) throw invalidFilter()
  const words = wordsOf(text)
  const filter = either(words, 0)
  return { filter, rest: words.rest() }
}

interface Words {
  /** The next word, not taken. */
  peek(): string
  take(): string
  /** What has not been taken, as it was written. */
  rest(): string
}

const word =
  /\s*(?:("(?:[^"\\]|\\.)*")|([()[\]])|((?:urn:[A-Za-z0-9:._-]+:)?[A-Za-z$][A-Za-z0-9_$-]*(?:\.[A-Za-z$][A-Za-z0-9_$-]*)*)|(-?\d+(?:\.\d+)?))/y

function wordsOf(text: string): Words {
  let at = 0
  const next = () => {
    word.lastIndex = at
    return word.exec(text)?.[0] ?? ''
  }
  return {
    peek: () => next().trim(),
    take() {
      const taken = next()
      if (taken === '') throw invalidFilter()
      at += taken.length
      return taken.trim()
    },
    rest: () => text.slice(at).trim(),
  }
}

function either(words: Words, depth: number): Filter {
  let left = both(words, depth)
  while (isWord(words.peek(), 'or')) {
    words.take()
    left = { kind: 'or', sides: [left, both(words, depth)] }
  }
  return left
}

function both(words: Words, depth: number): Filter {
  let left = one(words, depth)
  while (isWord(words.peek(), 'and')) {
    words.take()
    left = { kind: 'and', sides: [left, one(words, depth)] }
  }
  return left
}

function one(words: Words, depth: number): Filter {
  if (depth > deepest) throw invalidFilter()
  if (isWord(words.peek(), 'not')) {
    words.take()
    if (words.peek() !== '(') throw invalidFilter()
    return { kind: 'not', inner: one(words, depth + 1) }
  }
  if (words.peek() === '(') return enclosed(words, ')', depth)
  const path = readPath(words.take())
  if (words.peek() === '[') return { kind: 'some', path, inner: enclosed(words, ']', depth) }
  return comparison(words, path)
}

function enclosed(words: Words, end: ')' | ']', depth: number): Filter {
  words.take()
  const inner = either(words, depth + 1)
  if (words.take() !== end) throw invalidFilter()
  return inner
}

const comparators = new Set(['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'])

function comparison(words: Words, path: AttributePath): Filter {
  const by = words.take().toLowerCase()
  if (by === 'pr') return { kind: 'present', path }
  if (!comparators.has(by)) throw invalidFilter()
  return { kind: 'compare', path, by: by as Comparator, value: readValue(words.take()) }
}

function readValue(text: string): string | number | boolean | null {
  try {
    const value: unknown = JSON.parse(/^(true|false|null)$/i.test(text) ? text.toLowerCase() : text)
    if (value === null || ['string', 'number', 'boolean'].includes(typeof value))
      return value as string | number | boolean | null
  } catch {
    // What is no JSON is no value.
  }
  throw invalidFilter()
}

/** An attribute as it is written, with or without the schema before it. Throws `invalidFilter`. */
export function readPath(text: string): AttributePath {
  const [, schema, names = text] = /^(urn:.+):([^:]*)$/i.exec(text) ?? []
  const path = names.split('.').map((name) => spellingOf(name) ?? name)
  if (path.some((name) => !/^[A-Za-z$][A-Za-z0-9_$-]*$/.test(name)) || path.length > 3) throw invalidFilter()
  return schema?.toLowerCase() === urn.enterprise.toLowerCase() ? [urn.enterprise, ...path] : path
}

function isWord(text: string, wanted: string): boolean {
  return text.toLowerCase() === wanted
}
