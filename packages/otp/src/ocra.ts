import { hashOf } from './algorithm.ts'
import { missingOcraInput, unexpectedOcraInput } from './errors.ts'
import { formatCode } from './internal/code-key.ts'
import { equalTextMask, select } from './internal/constant-time.ts'
import { type HmacKey, hmac, prepareHmacKey } from './internal/hmac.ts'
import { layOut, type OcraInput, type OcraMessage, type OcraQuestions } from './internal/ocra-message.ts'
import { checkCounter, checkSteps, MAX_COUNTER, MAX_WINDOW } from './internal/ranges.ts'
import { stepOf } from './internal/steps.ts'
import { type OcraSuite, parseOcraSuite } from './ocra-suite.ts'
import { readSecret, type Secret, type SecretOptions } from './secret.ts'

export type { OcraInput, OcraQuestions }

/** The moving factors of a response, as far as the suite has them. */
export interface OcraMoment {
  /** The next counter not yet used. */
  readonly counter?: number | bigint
  /** Now, in milliseconds since 1970. */
  readonly at?: number
}

export interface OcraWindow extends OcraMoment {
  /** How many counters further the token may be. Default 10. */
  readonly lookAhead?: number
  /** Steps accepted on either side of our own. Default one each. */
  readonly window?: { readonly behind?: number; readonly ahead?: number }
}

/** Where the response was found: store `counter + 1n` as the next. Undefined where the suite has no such factor. */
export type OcraVerdict =
  | { readonly accepted: true; readonly counter?: bigint; readonly step?: number }
  | { readonly accepted: false; readonly reason: 'mismatch' }

/** One secret and one suite. */
export interface Ocra {
  readonly suite: OcraSuite
  /** The response to a question (§7.1), to both (§7.2, §7.4), or the signature of what the question says (§7.3). */
  response(input: OcraInput & OcraMoment): string
  /** Looks for the response in the windows; the same work for a right and a wrong one. §7. */
  verify(response: string, input: OcraInput & OcraWindow): OcraVerdict
}

/** Prepares a secret for responses of one suite. RFC 6287. */
export function createOcra(secret: Secret, suite: OcraSuite | string, options: SecretOptions = {}): Ocra {
  const parsed = typeof suite === 'string' ? parseOcraSuite(suite) : suite
  const key = prepareHmacKey(hashOf(parsed.algorithm), readSecret(secret, options))
  return {
    suite: parsed,
    response: ({ counter, at, ...input }) => {
      const first = firstOf(parsed, { counter, at, lookAhead: 0, window: { behind: 0, ahead: 0 } })
      return responseAt(key, parsed, layOut(parsed, input), first, 0)
    },
    verify: (response, { counter, at, lookAhead, window, ...input }) =>
      find(key, parsed, response, layOut(parsed, input), firstOf(parsed, { counter, at, lookAhead, window })),
  }
}

/** The moving factors that are tried: each counter with each step. */
interface Range {
  readonly counter: bigint
  readonly counters: number
  readonly step: number
  readonly steps: number
}

function firstOf(
  suite: OcraSuite,
  window: { [Name in keyof OcraWindow]-?: OcraWindow[Name] | undefined },
): Range {
  const { behind = 1, ahead = 1 } = window.window ?? {}
  return {
    ...countersOf(suite, window.counter, checkSteps('lookAhead', window.lookAhead ?? 10, MAX_WINDOW)),
    ...stepsOf(
      suite,
      window.at,
      checkSteps('behind', behind, MAX_WINDOW),
      checkSteps('ahead', ahead, MAX_WINDOW),
    ),
  }
}

function countersOf(suite: OcraSuite, counter: number | bigint | undefined, lookAhead: number) {
  if (!suite.counter) return absent('counter', counter, { counter: 0n, counters: 1 })
  if (counter === undefined) throw missingOcraInput('counter')
  const first = checkCounter(counter)
  const left = MAX_COUNTER - first
  return { counter: first, counters: (left < lookAhead ? Number(left) : lookAhead) + 1 }
}

function stepsOf({ period }: OcraSuite, at: number | undefined, behind: number, ahead: number) {
  if (period === undefined) return absent('at', at, { step: 0, steps: 1 })
  if (at === undefined) throw missingOcraInput('at')
  const now = stepOf(at, { period, t0: 0 })
  const step = Math.max(0, now - behind)
  return { step, steps: now + ahead - step + 1 }
}

function absent<Value>(name: string, given: unknown, value: Value): Value {
  if (given !== undefined) throw unexpectedOcraInput(name)
  return value
}

/** The oldest counter that fits, for a server ahead of its token would lock it out. */
function find(
  key: HmacKey,
  suite: OcraSuite,
  wanted: string,
  message: OcraMessage,
  range: Range,
): OcraVerdict {
  const text = suite.digits === 0 ? wanted.toLowerCase() : wanted
  let found = -1
  for (let index = range.counters * range.steps - 1; index >= 0; index--)
    found = select(equalTextMask(responseAt(key, suite, message, range, index), text), index, found)
  if (found < 0) return { accepted: false, reason: 'mismatch' }
  return {
    accepted: true,
    ...(suite.counter ? { counter: counterAt(range, found) } : {}),
    ...(suite.period === undefined ? {} : { step: stepAt(range, found) }),
  }
}

function responseAt(
  key: HmacKey,
  suite: OcraSuite,
  message: OcraMessage,
  range: Range,
  index: number,
): string {
  if (suite.counter) message.setCounter(counterAt(range, index))
  if (suite.period !== undefined) message.setStep(stepAt(range, index))
  const mac = hmac(key, message.bytes)
  if (suite.digits === 0) return Array.from(mac, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return formatCode(truncated(mac) % 10 ** suite.digits, suite.digits)
}

function counterAt(range: Range, index: number): bigint {
  return range.counter + BigInt(Math.floor(index / range.steps))
}

function stepAt(range: Range, index: number): number {
  return range.step + (index % range.steps)
}

/** Dynamic truncation. RFC 4226 §5.3. */
function truncated(mac: Uint8Array): number {
  const view = new DataView(mac.buffer)
  return view.getUint32((mac[mac.length - 1] ?? 0) & 15) & 0x7fffffff
}
