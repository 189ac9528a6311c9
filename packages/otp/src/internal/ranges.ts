import { counterOutOfRange, tooFewCodes, windowOutOfRange } from '../errors.ts'

/** The moving factor of RFC 4226 §5.1 has 8 bytes. */
export const MAX_COUNTER = 2n ** 64n - 1n

/** Beyond this a window is a mistake in a configuration: each step on each side is one more code that fits. */
export const MAX_WINDOW = 100

/** A resynchronisation searches further, for it takes several codes. */
export const MAX_REACH = 10_000

export const MIN_RESYNC_CODES = 2
export const MAX_RESYNC_CODES = 5

export function checkCounter(counter: number | bigint): bigint {
  if (typeof counter === 'number' && !Number.isSafeInteger(counter)) throw counterOutOfRange()
  const value = BigInt(counter)
  if (value < 0n || value > MAX_COUNTER) throw counterOutOfRange()
  return value
}

export function checkSteps(name: string, steps: number, maximum: number, minimum = 0): number {
  if (!Number.isInteger(steps) || steps < minimum || steps > maximum)
    throw windowOutOfRange(name, minimum, maximum)
  return steps
}

export function checkSequence(codes: readonly string[]): void {
  if (codes.length < MIN_RESYNC_CODES || codes.length > MAX_RESYNC_CODES) {
    throw tooFewCodes(MIN_RESYNC_CODES, MAX_RESYNC_CODES)
  }
}
