import type { CodeKey, CodeParameters } from './internal/code-key.ts'
import { codeValue, formatCode, prepareCodeKey } from './internal/code-key.ts'
import {
  checkCounter,
  checkSequence,
  checkSteps,
  MAX_COUNTER,
  MAX_REACH,
  MAX_WINDOW,
} from './internal/ranges.ts'
import { search, splitCounter } from './internal/search.ts'
import type { Secret } from './secret.ts'

/** Algorithm and digits of a code, with RFC 4226's own values as defaults. */
export type HotpParameters = CodeParameters

export interface HotpWindow {
  /** The next counter not yet used: the one after the last accepted. */
  readonly counter: number | bigint
  /** How many counters further the token may be. Default 10. RFC 4226 §7.4. */
  readonly lookAhead?: number
}

export interface HotpReach {
  /** The next counter not yet used: what lies before it is never found. */
  readonly counter: number | bigint
  /** How many counters further the first code may be. Default 200. */
  readonly reach?: number
}

/** The counter that the (last) code belongs to: store `counter + 1n` as the next. `offset` is how many were skipped. */
export type HotpVerdict =
  | { readonly accepted: true; readonly counter: bigint; readonly offset: number }
  | { readonly accepted: false; readonly reason: 'mismatch' }

export interface HotpVerifier {
  /** The code of one counter. RFC 4226 §5.3. */
  code(counter: number | bigint): string
  /** Looks for the code at the counter and a few further. RFC 4226 §7.2. */
  verify(code: string, window: HotpWindow): HotpVerdict
  /** Finds a token that has run far ahead, by two to five codes that follow each other. RFC 4226 §7.4. */
  resynchronize(codes: readonly string[], reach: HotpReach): HotpVerdict
}

/** The code of one counter. RFC 4226 §5.3. */
export function hotp(secret: Secret, counter: number | bigint, parameters: HotpParameters = {}): string {
  return createHotpVerifier(secret, parameters).code(counter)
}

/** {@link HotpVerifier.verify} for a secret that is used once. */
export function verifyHotp(
  code: string,
  { secret, ...options }: { readonly secret: Secret } & HotpParameters & HotpWindow,
): HotpVerdict {
  return createHotpVerifier(secret, options).verify(code, options)
}

/** Prepares a secret once, so that each code after it costs half. */
export function createHotpVerifier(secret: Secret, parameters: HotpParameters = {}): HotpVerifier {
  const key = prepareCodeKey(secret, parameters)
  return {
    code: (counter) => codeAt(key, checkCounter(counter)),
    verify: (code, { counter, lookAhead = 10 }) =>
      find(key, [code], checkCounter(counter), checkSteps('lookAhead', lookAhead, MAX_WINDOW)),
    resynchronize(codes, { counter, reach = 200 }) {
      checkSequence(codes)
      const ahead = checkSteps('reach', reach, MAX_REACH) + codes.length - 1
      return find(key, codes, checkCounter(counter), ahead)
    },
  }
}

function codeAt(key: CodeKey, counter: bigint): string {
  const { high, low } = splitCounter(counter)
  return formatCode(codeValue(key, high, low), key.digits)
}

/** The oldest match: a server that is ahead of its token would lock it out. */
function find(key: CodeKey, codes: readonly string[], counter: bigint, ahead: number): HotpVerdict {
  const left = MAX_COUNTER - counter
  const count = left < ahead ? Number(left) + 1 : ahead + 1
  const index = search(key, codes, { first: counter, count }, 'oldest')
  if (index < 0) return { accepted: false, reason: 'mismatch' }
  return { accepted: true, counter: counter + BigInt(index), offset: index }
}
