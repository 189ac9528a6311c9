import { hash, timingSafeEqual } from 'node:crypto'
import type { Random } from './random.ts'

const tokenBytes = 32

/** A bearer secret of 256 bits, `prefix_` first so that people and secret scanners know what they found. */
export function newToken(prefix: string, random: Random): string {
  return `${prefix}_${Buffer.from(random.bytes(tokenBytes)).toString('base64url')}`
}

/** What we keep of a token: SHA-256, hex. Enough for 256 random bits (ASVS 6.5.2). */
export function hashToken(token: string): string {
  return hash('sha256', token, 'hex')
}

/** Compares two byte strings without telling where they differ. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}
