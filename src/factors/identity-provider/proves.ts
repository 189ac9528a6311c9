import type { Accepted } from '../factor.ts'

/**
 * What a sign-in elsewhere proves: what a password does, whatever the provider says of it. Its `acr` and `amr` are not
 * read, so that the second factor is always one of ours (V-05).
 */
export const proves = {
  kinds: ['knows'],
  amr: [],
  userVerified: false,
  deviceBound: false,
} as const satisfies Pick<Accepted<unknown>, 'kinds' | 'amr' | 'userVerified' | 'deviceBound'>
