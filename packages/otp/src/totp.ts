import { counterOutOfRange } from './errors.ts'
import type { CodeKey, CodeParameters } from './internal/code-key.ts'
import { codeValue, formatCode, prepareCodeKey } from './internal/code-key.ts'
import { checkSequence, checkSteps, MAX_REACH, MAX_WINDOW } from './internal/ranges.ts'
import { search, splitCounter } from './internal/search.ts'
import type { StepParameters } from './internal/steps.ts'
import { checkStepParameters, stepOf } from './internal/steps.ts'
import type { Secret } from './secret.ts'

export type { StepParameters }

export interface TotpParameters extends CodeParameters, StepParameters {}

export interface TotpClock {
  /** Now, in milliseconds since 1970. */
  readonly at: number
  /** The last step accepted from this secret: neither it nor an earlier one is accepted again. RFC 6238 §5.2. */
  readonly after?: number | undefined
  /** By how many steps this token's clock is known to be ahead (or behind, when negative). Default 0. RFC 6238 §6. */
  readonly offset?: number
}

export interface TotpWindow extends TotpClock {
  /** Steps accepted on either side of the token's own. Default one each. RFC 6238 §5.2. */
  readonly window?: { readonly behind?: number; readonly ahead?: number }
}

export interface TotpReach extends TotpClock {
  /** Steps searched on either side of the token's own. Default 120, an hour of 30-second steps. */
  readonly reach?: number
}

/**
 * The step that the (last) code belongs to: store it as the next `after`.
 * `offset` is how far the token's clock is from ours now, in steps: store it, within your own bounds, as the next `offset`.
 */
export type TotpVerdict =
  | { readonly accepted: true; readonly step: number; readonly offset: number }
  | { readonly accepted: false; readonly reason: 'mismatch' | 'replayed' }

export interface TotpVerifier {
  /** The code of one moment. RFC 6238 §4.2. */
  code(at: number): string
  /** Looks for the code in the window; the same work for a right, a wrong, a replayed and an early code. */
  verify(code: string, window: TotpWindow): TotpVerdict
  /** Finds a token whose clock is far off, by two to five codes of steps that follow each other. RFC 6238 §6. */
  resynchronize(codes: readonly string[], reach: TotpReach): TotpVerdict
}

/** The code of one moment, `at` in milliseconds since 1970. RFC 6238 §4.2. */
export function totp(
  secret: Secret,
  { at, ...parameters }: { readonly at: number } & TotpParameters,
): string {
  return createTotpVerifier(secret, parameters).code(at)
}

/** {@link TotpVerifier.verify} for a secret that is used once. */
export function verifyTotp(
  code: string,
  options: { readonly secret: Secret } & TotpParameters & TotpWindow,
): TotpVerdict {
  return createTotpVerifier(options.secret, options).verify(code, options)
}

/** Prepares a secret once, so that each code after it costs half. */
export function createTotpVerifier(secret: Secret, parameters: TotpParameters = {}): TotpVerifier {
  const key = prepareCodeKey(secret, parameters)
  const steps = checkStepParameters(parameters)
  return {
    code(at) {
      const { high, low } = splitCounter(stepOf(at, steps))
      return formatCode(codeValue(key, high, low), key.digits)
    },
    verify(code, { at, after, offset = 0, window: { behind = 1, ahead = 1 } = {} }) {
      checkSteps('behind', behind, MAX_WINDOW)
      checkSteps('ahead', ahead, MAX_WINDOW)
      return find(key, [code], { now: stepOf(at, steps), after, offset, behind, ahead })
    },
    resynchronize(codes, { at, after, offset = 0, reach = 120 }) {
      checkSequence(codes)
      checkSteps('reach', reach, MAX_REACH)
      return find(key, codes, { now: stepOf(at, steps), after, offset, behind: reach, ahead: reach })
    },
  }
}

/** The time step of a moment, `at` in milliseconds since 1970. RFC 6238 §4.2: T. */
export function stepAt(at: number, parameters: StepParameters = {}): number {
  return stepOf(at, checkStepParameters(parameters))
}

interface Search {
  readonly now: number
  readonly after: number | undefined
  readonly offset: number
  readonly behind: number
  readonly ahead: number
}

/** The newest match, so that its code is worth nothing afterwards. */
function find(
  key: CodeKey,
  codes: readonly string[],
  { now, after, offset, behind, ahead }: Search,
): TotpVerdict {
  if (after !== undefined && !Number.isSafeInteger(after)) throw counterOutOfRange()
  const centre = now + checkSteps('offset', offset, MAX_REACH, -MAX_REACH)
  const first = Math.max(0, centre - behind)
  const index = search(key, codes, { first, count: Math.max(0, centre + ahead - first + 1) }, 'newest')
  if (index < 0) return { accepted: false, reason: 'mismatch' }
  const step = first + index
  if (after !== undefined && step - (codes.length - 1) <= after)
    return { accepted: false, reason: 'replayed' }
  return { accepted: true, step, offset: step - now }
}
