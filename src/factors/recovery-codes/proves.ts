import type { Accepted } from '../factor.ts'

/**
 * What a code proves: that its holder has the list (NIST 3.1.2, a look-up secret). RFC 8176 registers no `amr` value
 * for it, and none is made up; a sign-in by recovery code is told by its own `acr` (R-15, decision 9).
 */
export const proves = {
  kinds: ['has'],
  amr: [],
  userVerified: false,
  deviceBound: false,
} as const satisfies Pick<Accepted<unknown>, 'kinds' | 'amr' | 'userVerified' | 'deviceBound'>
