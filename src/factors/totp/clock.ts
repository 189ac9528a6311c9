import { driftToTell, type TokenClock } from '@sallyport/otp'
import type { Notice } from '../factor.ts'
import { offsetLimit } from './schema.ts'

/** What to tell the person at a sign-in, where their clock is off (R8). */
export function clockNotices(before: TokenClock, after: TokenClock, period: number): readonly Notice[] {
  const drift = driftToTell(before, after)
  return drift === undefined ? [] : [clockOff(drift, period)]
}

/** By how many seconds a clock is off, about, and to which side. */
export function clockOff(drift: number, period: number): Notice {
  return {
    id: 'clock-off',
    values: { seconds: Math.abs(drift) * period, direction: drift < 0 ? 'slow' : 'fast' },
  }
}

export function isWithinLimit(offset: number): boolean {
  return Math.abs(offset) <= offsetLimit
}
