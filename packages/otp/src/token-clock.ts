/** What is known of the clock of one token, all in steps. Keep it beside the secret. RFC 6238 §6. */
export interface TokenClock {
  /** How far it is ahead of ours (behind, when negative). Only sign-ins and resynchronisation move it. */
  readonly offset: number
  /** On which side of its own step the last sign-ins fell, and how many of them in a row. */
  readonly lean: { readonly steps: number; readonly signIns: number }
  /** A refused code was recognised: how far from our clock, of which step, and how many in a row agreed. */
  readonly sighting?: { readonly drift: number; readonly step: number; readonly codes: number } | undefined
  /** Steps whose codes were shown to us too early; they stay refused when their time comes. */
  readonly barred: readonly number[]
}

/** The clock of a new token: nothing known against it. */
export const trueClock: TokenClock = { offset: 0, lean: { steps: 0, signIns: 0 }, barred: [] }

/** More steps than can be barred at one time; a bound for a clock that jumps about. */
export const MAX_BARRED_STEPS = 64

/** As many sign-ins in a row must lean to one side before the offset follows, by one step. */
const signInsToMove = 5

/**
 * What an accepted code teaches. Only here and in resynchronisation does the offset move: what is refused, and so
 * what a guesser sends, never steers it. The window is as wide as before, it only stands elsewhere. `limit`: how many
 * steps the offset may reach to either side.
 */
export function clockAfterSignIn(clock: TokenClock, step: number, now: number, limit: number): TokenClock {
  const steps = step - (now + clock.offset)
  const barred = clock.barred.filter((early) => early > step)
  if (steps === 0) return isAsNew(clock, barred) ? clock : { ...trueClock, offset: clock.offset, barred }
  const signIns = steps === clock.lean.steps ? clock.lean.signIns + 1 : 1
  if (signIns < signInsToMove) return { offset: clock.offset, lean: { steps, signIns }, barred }
  const moved = clock.offset + Math.sign(steps)
  return { ...trueClock, offset: Math.max(-limit, Math.min(limit, moved)), barred }
}

/** Whether a sign-in on its own step teaches nothing: then the clock stays the very object it was. */
function isAsNew({ lean, sighting, barred }: TokenClock, stillBarred: readonly number[]): boolean {
  return lean.signIns === 0 && sighting === undefined && stillBarred.length === barred.length
}

/** Remembers a code that came too early, and refuses it from now on, also when its time has come. */
export function clockAfterEarlyCode(clock: TokenClock, step: number, now: number): TokenClock {
  return { ...barSteps(clock, [step]), sighting: sightingOf(clock, step, now) }
}

/** Refuses the codes of these steps from now on: they were shown, and nobody got in with them. */
export function barSteps(clock: TokenClock, steps: readonly number[]): TokenClock {
  const barred = [...new Set([...clock.barred, ...steps])].sort((a, b) => a - b).slice(-MAX_BARRED_STEPS)
  return { ...clock, barred }
}

/** Remembers a code that came too late. One such may be slow typing; two in a row that agree are a slow clock. */
export function clockAfterLateCode(clock: TokenClock, step: number, now: number): TokenClock {
  return { ...clock, sighting: sightingOf(clock, step, now) }
}

/** The clock as two codes in a row have shown it. What they showed is told at the next sign-in. */
export function resynchronizedClock(clock: TokenClock, offset: number, step: number): TokenClock {
  const barred = clock.barred.filter((early) => early > step)
  const learned = { ...trueClock, offset, barred }
  return offset === 0 ? learned : { ...learned, sighting: { drift: offset, step, codes: 2 } }
}

/**
 * By how many steps the clock is off, where its owner may hear of it at a sign-in: it was seen to be off before, or its
 * offset has moved with this one. A code from the future can only come from a fast clock; a late one counts when a
 * second agreed.
 */
export function driftToTell(before: TokenClock, after: TokenClock): number | undefined {
  const { sighting } = before
  if (sighting && (sighting.drift > 0 || sighting.codes > 1)) return sighting.drift
  return after.offset === before.offset ? undefined : after.offset
}

function sightingOf({ sighting }: TokenClock, step: number, now: number) {
  const drift = step - now
  const agrees = sighting?.drift === drift && sighting.step < step
  return { drift, step, codes: agrees ? sighting.codes + 1 : 1 }
}
