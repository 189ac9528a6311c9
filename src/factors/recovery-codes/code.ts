import type { Random } from '../../kernel/random.ts'

/** Crockford's Base32: no I, L, O or U, so that a code on paper reads one way only. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const length = 24
const groupLength = 4

/**
 * What a person may type: upper or lower case, in any grouping, with the dashes that word processors make,
 * and with O, I and L where 0 and 1 are meant. Nothing else, and never a `U`.
 */
export const typedCode = /^[\s\u2010-\u2015-]*(?:[0-9A-TV-Za-tv-z][\s\u2010-\u2015-]*){24}$/

/** 24 characters of 5 random bits: 120 bits, over the 112 above which a plain hash is enough (ASVS 6.5.2). */
export function newCode(random: Random): string {
  return Array.from(random.bytes(length), (byte) => alphabet.charAt(byte & 31)).join('')
}

/** `7KXM-…-9QWE`, as it is shown once and printed. */
export function grouped(code: string): string {
  const starts = Array.from({ length: length / groupLength }, (_, group) => group * groupLength)
  return starts.map((start) => code.slice(start, start + groupLength)).join('-')
}

/** The one spelling that is hashed. Done once, in the proof's schema, so that no alias is a second code (V-32). */
export function canonicalCode(typed: string): string {
  return typed
    .replace(/[\s\u2010-\u2015-]/g, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
}
