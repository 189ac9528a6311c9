import { createHmac } from 'node:crypto'
import { totp } from '@sallyport/otp'

/** Seeds are a function of the number, so that whoever asks and whoever answers need not share a list. */
export function secretOf(person: number): Buffer {
  return createHmac('sha1', 'sallyport bench').update(String(person)).digest()
}

export function nameOf(person: number): string {
  return `person ${person}`
}

export function codeOf(person: number, at: number): string {
  return totp(secretOf(person), { at })
}

/**
 * Whether this moment's code is none of the neighbouring steps', as one in half a million is: it would be spent with
 * theirs, and refused.
 */
export function hasFreshCode(person: number, at: number): boolean {
  const code = codeOf(person, at)
  return code !== codeOf(person, at - step) && code !== codeOf(person, at + step)
}

const recognisedSteps = 12
const step = 30_000

/** A code of the right form that the person's authenticator shows at no time near `at`. */
export function wrongCodeOf(person: number, at: number): string {
  const steps = Array.from({ length: 2 * recognisedSteps }, (_, i) => at + (i - recognisedSteps) * step)
  const near = new Set(steps.map((time) => codeOf(person, time)))
  const guesses = Array.from({ length: near.size + 1 }, (_, i) => String(i).padStart(6, '0'))
  const [wrong = ''] = guesses.filter((guess) => !near.has(guess))
  return wrong
}
