import type { Accepted } from '../factor.ts'

/**
 * What a pass proves: that its holder was given it (NIST 3.1.2). RFC 8176 registers no `amr` value for it, and none is
 * made up: a sign-in with a pass is told by what it may do.
 */
export const proves = {
  kinds: ['has'],
  amr: [],
  userVerified: false,
  deviceBound: false,
} as const satisfies Partial<Accepted<unknown>>
