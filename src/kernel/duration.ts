import { z } from 'zod'

const units = {
  m: { milliseconds: 60_000, word: 'minute' },
  h: { milliseconds: 3_600_000, word: 'hour' },
  d: { milliseconds: 86_400_000, word: 'day' },
} as const

const written = /^[1-9]\d{0,3}[mhd]$/

/** A length of time as people write it: `15m`, `12h`, `30d`. */
export const durationText = z.string().regex(written, 'must be a length of time such as 15m, 12h or 30d')

/** A length of time that is not longer than another. */
export function durationUpTo(longest: string) {
  return durationText.refine(
    // What is none at all has been told so already.
    (text) => !written.test(text) || millisecondsOf(text) <= millisecondsOf(longest),
    `must not be longer than ${longest}`,
  )
}

/** Of what `durationText` has let through. */
export function millisecondsOf(duration: string): number {
  return Number.parseInt(duration, 10) * units[duration.slice(-1) as keyof typeof units].milliseconds
}

/** `15 minutes`, `1 day`. */
export function durationInWords(duration: string): string {
  return spanInWords(millisecondsOf(duration))
}

/** The same of milliseconds, in the largest unit that counts them in full. */
export function spanInWords(milliseconds: number): string {
  const whole = Object.values(units).findLast((unit) => milliseconds % unit.milliseconds === 0)
  const { milliseconds: each, word } = whole ?? units.m
  const count = Math.ceil(milliseconds / each)
  return `${count} ${word}${count === 1 ? '' : 's'}`
}
