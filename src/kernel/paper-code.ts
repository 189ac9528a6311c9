import type { Random } from './random.ts'

/** Crockford's Base32: no I, L, O or U, so that a code on paper reads one way only. Each sign is five random bits. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const groupLength = 4

/** A code of so many signs. */
export function newPaperCode(random: Random, length: number): string {
  return Array.from(random.bytes(length), (byte) => alphabet.charAt(byte & 31)).join('')
}

/** `7KXM-…-9QWE`, as it is shown once and printed. */
export function grouped(code: string): string {
  const starts = Array.from(
    { length: Math.ceil(code.length / groupLength) },
    (_, group) => group * groupLength,
  )
  return starts.map((start) => code.slice(start, start + groupLength)).join('-')
}

/**
 * What a person may type for a code of so many signs: upper or lower case, in any grouping, with the dashes that word
 * processors make, and with O, I and L where 0 and 1 are meant. Nothing else, and never a `U`.
 */
export function typedPaperCode(shortest: number, longest = shortest): RegExp {
  return new RegExp(
    `^[\\s\\u2010-\\u2015-]*(?:[0-9A-TV-Za-tv-z][\\s\\u2010-\\u2015-]*){${shortest},${longest}}$`,
  )
}

/** The one spelling that is hashed. Done once, in the proof's schema, so that no alias is a second code (V-32). */
export function canonicalPaperCode(typed: string): string {
  return typed
    .replace(/[\s\u2010-\u2015-]/g, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
}
