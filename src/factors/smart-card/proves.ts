import type { Accepted } from '../factor.ts'

/**
 * What a certificate proves. That its key lies in a card, and that the card asks for a PIN, is said by the authority,
 * in a policy that was configured for it (R20); without one it is a key in some computer.
 */
export function proves(
  onCard: boolean,
): Pick<Accepted<unknown>, 'kinds' | 'amr' | 'userVerified' | 'deviceBound' | 'attested'> {
  return {
    kinds: onCard ? ['has', 'knows'] : ['has'],
    amr: onCard ? ['sc', 'pin'] : ['swk'],
    userVerified: onCard,
    deviceBound: onCard,
    attested: onCard,
  }
}
