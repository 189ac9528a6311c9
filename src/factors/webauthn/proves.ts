import type { Accepted } from '../factor.ts'

type Proves = Required<Pick<Accepted<unknown>, 'kinds' | 'amr' | 'userVerified' | 'deviceBound' | 'attested'>>

/**
 * What one answer of a key proves. It is always something held. A key that checked its owner also proves something
 * known or of the body, and does not say which: `knows` is the value that is never too much, for behind every
 * fingerprint and face stands a PIN that opens the key as well, and a password beside it adds no third kind.
 *
 * RFC 8176: `hwk` only where the key cannot leave its device, `swk` where it may be copied, `user` for the
 * touch. `pin` and `fpt` would be guesses, and are never said.
 */
export function proves(key: {
  readonly userVerified: boolean
  readonly backupEligible: boolean
  readonly attested: boolean
}): Proves {
  const deviceBound = !key.backupEligible
  return {
    kinds: key.userVerified ? ['has', 'knows'] : ['has'],
    amr: [deviceBound ? 'hwk' : 'swk', 'user'],
    userVerified: key.userVerified,
    deviceBound,
    attested: key.attested && deviceBound,
  }
}
