import type { Random } from '../kernel/random.ts'
import { hashToken, newToken } from '../kernel/tokens.ts'

/**
 * `spm_<family>.<secret>`: the first part stays and says which browser it is, the second is new with each use. So a
 * secret that was used up is told apart from one that nobody ever had.
 */
const form = /^(spm_[\w-]{43})\.[\w-]{43}$/

/** Hashes of a token: of its family, and of all of it; undefined for what is none. */
export function hashesOf(token: string | undefined): { family: string; secret: string } | undefined {
  const family = form.exec(token ?? '')?.[1]
  return token === undefined || family === undefined
    ? undefined
    : { family: hashToken(family), secret: hashToken(token) }
}

export function newFamily(random: Random): string {
  return newToken('spm', random)
}

/** The next token of a family: the part of a token before the point. */
export function nextToken(family: string, random: Random): string {
  return `${family}.${Buffer.from(random.bytes(32)).toString('base64url')}`
}

/** What all tokens of a browser begin with. */
export function familyOf(token: string): string {
  return token.slice(0, token.indexOf('.'))
}
