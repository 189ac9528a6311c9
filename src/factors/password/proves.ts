import type { Accepted } from '../factor.ts'

/** What a password proves: that its sender knows it (NIST SP 800-63B-4 §3.1.1; `pwd` of RFC 8176). */
export const proves = {
  kinds: ['knows'],
  amr: ['pwd'],
  userVerified: false,
  deviceBound: false,
} as const satisfies Pick<Accepted<unknown>, 'kinds' | 'amr' | 'userVerified' | 'deviceBound'>
