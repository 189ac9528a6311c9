import type { Accepted } from '../factor.ts'

type Proves = Pick<Accepted<unknown>, 'kinds' | 'amr' | 'userVerified' | 'deviceBound'>

/**
 * What a code of a token proves: that its sender holds it, and with a PIN that they know that, too (N-30). The seed
 * came in a file, so whoever has the file has a token: it is bound to no device.
 */
export function proves(token: { readonly pin?: unknown }): Proves {
  const withPin = token.pin !== undefined
  return {
    kinds: withPin ? ['has', 'knows'] : ['has'],
    amr: withPin ? ['otp', 'pin'] : ['otp'],
    userVerified: withPin,
    deviceBound: false,
  }
}
