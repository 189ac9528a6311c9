import type { Accepted } from '../factor.ts'

/** What a code proves: that its sender holds the seed (NIST 3.1.4). Typed codes are phishable, seeds can be copied. */
export const proves = {
  kinds: ['has'],
  amr: ['otp'],
  userVerified: false,
  deviceBound: false,
} as const satisfies Pick<Accepted<unknown>, 'kinds' | 'amr' | 'userVerified' | 'deviceBound'>
