import { driftToTell } from '@sallyport/otp'
import type { Notice } from '../factor.ts'
import type { TokenData } from './schema.ts'

/** What to tell the person at a sign-in, where the clock of their token is off (R8). */
export function clockNotices(before: TokenData, after: TokenData): readonly Notice[] {
  if (before.kind !== 'time' || after.kind !== 'time') return []
  const drift = driftToTell(before.clock, after.clock)
  return drift === undefined ? [] : [clockOff(drift, after.period)]
}

/** By how many seconds a clock is off, about, and to which side. */
export function clockOff(drift: number, period: number): Notice {
  const direction = drift < 0 ? 'slow' : 'fast'
  return { id: 'clock-off', values: { seconds: Math.abs(drift) * period, direction } }
}
