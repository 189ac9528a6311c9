import type { Accepted } from '../factor.ts'
import { nameOfKey } from './device-key.ts'

/**
 * What a phone proves: that somebody holds it. Its key cannot be taken out of the browser, but no hardware vouches for
 * that; and who types a number that a false page shows is led astray, so it resists no phishing (N-28).
 */
export function proves(
  key: string,
): Pick<Accepted<unknown>, 'kinds' | 'amr' | 'userVerified' | 'deviceBound' | 'channel'> {
  return {
    kinds: ['has'],
    amr: ['pop', 'swk'],
    userVerified: false,
    deviceBound: false,
    channel: `device:${nameOfKey(key).slice(0, 22)}`,
  }
}
