import type { Accepted } from '../factor.ts'

/**
 * What a touch proves: that somebody holds the key (NIST 3.1.4). Whoever programmed it may hold its secret as well, so
 * that it counts as bound to no device; and a false page may pass the text on.
 */
export const proves = {
  kinds: ['has'],
  amr: ['otp'],
  userVerified: false,
  deviceBound: false,
} as const satisfies Pick<Accepted<unknown>, 'kinds' | 'amr' | 'userVerified' | 'deviceBound'>
