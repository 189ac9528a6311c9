import { MAX_BARRED_STEPS, MIN_SECRET_BYTES, type TokenClock } from '@sallyport/otp'
import { z } from 'zod'

/** Far more than any token holds. */
export const longestSecret = 128

/** Where a clock may be learned to stand, at the most that can be configured, in steps. */
const mostDrift = 20

const digits = z.literal([6, 7, 8])
const algorithm = z.enum(['SHA1', 'SHA256', 'SHA512'])
const step = z.int().min(0)
const time = z.int().min(0)
const failures = z.int().min(0)
const secret = z.base64().refine(hasSecretLength, 'is not a secret of 16 to 128 bytes')

/** What is known of the token's clock. */
const clock: z.ZodType<TokenClock> = z.strictObject({
  offset: z.int().min(-mostDrift).max(mostDrift),
  lean: z.strictObject({ steps: z.int(), signIns: z.int().min(0) }),
  sighting: z.strictObject({ drift: z.int(), step, codes: z.int().min(1) }).optional(),
  barred: z.array(step).max(MAX_BARRED_STEPS),
})

/** A PIN that is typed before the code, as a keyed hash, with its own count of failures (N-30). */
const pin = z.strictObject({ salt: z.base64().length(24), hash: z.base64().length(44), failures })
export type TokenPin = z.infer<typeof pin>

/** A PIN that is typed into the token: its plain hash goes into each response (RFC 6287 §5.1). */
const suitePin = z.strictObject({ hash: z.base64(), failures })
export type SuitePin = z.infer<typeof suitePin>

const device = {
  /** As it is printed on the token. */
  serial: z.string().min(1).max(64),
  maker: z.string().max(64).optional(),
  model: z.string().max(64).optional(),
  /** From when on it may be used, epoch milliseconds. */
  startsAt: time.optional(),
  /** Until when the maker says that its battery lasts. */
  batteryUntil: time.optional(),
  firstUsedAt: time.optional(),
  /** Out of a backup: nobody knows how far it has been used since (R17). */
  restored: z.literal(true).optional(),
  secret,
}

/** Shows the next code when its button is pressed (RFC 4226). */
const eventToken = z.strictObject({
  kind: z.literal('event'),
  ...device,
  algorithm,
  digits,
  pin: pin.optional(),
})
export type EventToken = z.infer<typeof eventToken>

/** Shows the code of the moment (RFC 6238). */
const timeToken = z.strictObject({
  kind: z.literal('time'),
  ...device,
  algorithm,
  digits,
  period: z.int().min(10).max(120),
  t0: z.int().min(0),
  clock,
  pin: pin.optional(),
})
export type TimeToken = z.infer<typeof timeToken>

/** Has keys: a question is typed in, and it shows the response (RFC 6287). */
const challengeToken = z.strictObject({
  kind: z.literal('challenge'),
  ...device,
  suite: z.string().max(64),
  pin: suitePin.optional(),
})
export type ChallengeToken = z.infer<typeof challengeToken>

export const tokenData = z.discriminatedUnion('kind', [eventToken, timeToken, challengeToken])
export type TokenData = z.infer<typeof tokenData>

/** What was shown to whoever enrols: the question for a token that answers questions. */
export const tokenPending = z.strictObject({ question: z.string().regex(/^\d{4,8}$/) })
export type TokenPending = z.infer<typeof tokenPending>

/** The question of a sign-in, and a digest of the transaction that it stands for (C-12). */
export const tokenExpected = z.strictObject({
  question: z.string().regex(/^\d{4,8}$/),
  transaction: z.base64().length(44).optional(),
})
export type TokenExpected = z.infer<typeof tokenExpected>

/**
 * Digits as people type them, with white space anywhere. They lose it here and nowhere else, so that no alias of a
 * spent code counts as another one (V-32, A-007).
 */
function typedDigits(least: number, most: number) {
  return z
    .string()
    .max(2 * most + 10)
    .regex(new RegExp(`^\\s*(?:\\d\\s*){${least},${most}}$`), `is not ${least} to ${most} digits`)
    .overwrite((typed) => typed.replace(/\s/g, ''))
}

const longestPin = 16
const longestCode = 10
const typedCode = typedDigits(6, longestCode)
const typedPin = typedDigits(4, longestPin)

/** A code with the PIN before it, as it is typed where there is one field; or each in a field of its own. */
export const tokenProof = z.strictObject({
  code: typedDigits(6, longestCode + longestPin),
  pin: typedPin.optional(),
})
export type TokenProof = z.infer<typeof tokenProof>

/** Signs up to the first letter or digit, and anything behind it: an input of any length is read once. */
const typedSerial = z
  .string()
  .max(64)
  .regex(/^[ -/:-@[-`{-~]*[0-9A-Za-z][ -~]*$/, 'is not a serial number')

/**
 * The token by its serial number, and a code of it; the one that follows finds a token that has run ahead. Of a token
 * that was put aside for the person, the code alone tells which it is.
 */
export const tokenAnswer = z.strictObject({
  serial: typedSerial.optional(),
  code: typedCode,
  next: typedCode.optional(),
  pin: typedPin.optional(),
})
export type TokenAnswer = z.infer<typeof tokenAnswer>

/** Two codes, one right after the other (RFC 4226 §7.4, RFC 6238 §6). */
export const resynchronization = z.strictObject({ codes: z.tuple([typedCode, typedCode]) })
export type Resynchronization = z.infer<typeof resynchronization>

export const newPin = z.strictObject({ pin: typedPin })
export type NewPin = z.infer<typeof newPin>

function hasSecretLength(base64: string): boolean {
  const length = Math.floor((base64.replace(/={1,2}$/, '').length * 3) / 4)
  return length >= MIN_SECRET_BYTES && length <= longestSecret
}
