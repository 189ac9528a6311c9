import type { Notice } from '../factor.ts'
import { type AuthenticatorClock, barredLimit, offsetLimit } from './schema.ts'

/** The clock of a new authenticator: nothing known against it. */
export const trueClock: AuthenticatorClock = { offset: 0, lean: { steps: 0, signIns: 0 }, barred: [] }

/** As many sign-ins in a row must lean to one side before the offset follows, by one step. */
export const signInsToMove = 5

/**
 * What an accepted code teaches. Only here and in resynchronisation does the offset move: what is refused, and so
 * what a guesser sends, never steers it (R8, A-123). The window is as wide as before, it only stands elsewhere.
 */
export function afterSignIn(clock: AuthenticatorClock, step: number, now: number): AuthenticatorClock {
  const steps = step - (now + clock.offset)
  const signIns = steps === clock.lean.steps ? clock.lean.signIns + 1 : 1
  const barred = clock.barred.filter((early) => early > step)
  if (steps === 0 || signIns < signInsToMove)
    return { offset: clock.offset, lean: { steps, signIns }, barred }
  return { ...trueClock, offset: withinLimit(clock.offset + Math.sign(steps)), barred }
}

/** Remembers a code that came too early, and refuses it from now on, also when its time has come (R8). */
export function afterEarlyCode(clock: AuthenticatorClock, step: number, now: number): AuthenticatorClock {
  const barred = [...new Set([...clock.barred, step])].sort((a, b) => a - b).slice(-barredLimit)
  return { ...clock, barred, sighting: sightingOf(clock, step, now) }
}

/** Remembers a code that came too late. One such may be slow typing; two in a row that agree are a slow clock. */
export function afterLateCode(clock: AuthenticatorClock, step: number, now: number): AuthenticatorClock {
  return { ...clock, sighting: sightingOf(clock, step, now) }
}

/** The clock as two codes in a row have shown it. What they showed is told at the next sign-in. */
export function resynchronized(clock: AuthenticatorClock, offset: number, step: number): AuthenticatorClock {
  const barred = clock.barred.filter((early) => early > step)
  const learned = { ...trueClock, offset, barred }
  return offset === 0 ? learned : { ...learned, sighting: { drift: offset, step, codes: 2 } }
}

/**
 * What to tell the person at a sign-in: the clock was seen to be off before it, or its offset has moved with it.
 * A code from the future can only come from a fast clock; a late one counts when a second agreed.
 */
export function clockNotices(
  before: AuthenticatorClock,
  after: AuthenticatorClock,
  period: number,
): readonly Notice[] {
  const { sighting } = before
  if (sighting && (sighting.drift > 0 || sighting.codes > 1)) return [clockOff(sighting.drift, period)]
  return after.offset === before.offset ? [] : [clockOff(after.offset, period)]
}

/** By how many seconds a clock is off, about, and to which side. */
export function clockOff(drift: number, period: number): Notice {
  return {
    id: 'clock-off',
    values: { seconds: Math.abs(drift) * period, direction: drift < 0 ? 'slow' : 'fast' },
  }
}

function sightingOf({ sighting }: AuthenticatorClock, step: number, now: number) {
  const drift = step - now
  const agrees = sighting?.drift === drift && sighting.step < step
  return { drift, step, codes: agrees ? sighting.codes + 1 : 1 }
}

export function isWithinLimit(offset: number): boolean {
  return Math.abs(offset) <= offsetLimit
}

function withinLimit(offset: number): number {
  return Math.max(-offsetLimit, Math.min(offsetLimit, offset))
}
