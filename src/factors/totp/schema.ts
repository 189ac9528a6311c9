import { MAX_BARRED_STEPS, MIN_SECRET_BYTES, readSecret, type TokenClock } from '@sallyport/otp'
import { z } from 'zod'

/** How far an authenticator's clock may be known to be off, in steps (decision 1, R8). */
export const offsetLimit = 2

const longestSecret = 64
const algorithm = z.enum(['SHA1', 'SHA256', 'SHA512'])
const digits = z.literal([6, 7, 8])
const period = z.int().min(15).max(120)
const step = z.int().min(0)

const secret = z.base64().refine(hasSecretLength, 'is not a secret of 16 to 64 bytes')

/** The key and the rule by which codes are made of it. */
export const totpKey = z.strictObject({ secret, algorithm, digits, period, t0: z.int().min(0) })
export type TotpKey = z.infer<typeof totpKey>

/** What is known of the authenticator's clock. */
const clock: z.ZodType<TokenClock> = z.strictObject({
  offset: z.int().min(-offsetLimit).max(offsetLimit),
  lean: z.strictObject({ steps: z.int(), signIns: z.int().min(0) }),
  sighting: z.strictObject({ drift: z.int(), step, codes: z.int().min(1) }).optional(),
  barred: z.array(step).max(MAX_BARRED_STEPS),
})

export const totpData = z.strictObject({ ...totpKey.shape, clock })
export type TotpData = z.infer<typeof totpData>

/**
 * A code as people type it: ASCII digits, with white space anywhere. It loses the space here and nowhere else, so
 * that no alias of a spent code counts as another one (V-32, A-007).
 */
const typedCode = z
  .string()
  .max(64)
  .regex(/^\s*(?:\d\s*){6,10}$/, 'is not a code of digits')
  .overwrite((typed) => typed.replace(/\s/g, ''))

export const totpProof = z.strictObject({ code: typedCode })
export type TotpProof = z.infer<typeof totpProof>

/** One code confirms. With the one that follows it, a clock that is off can be told, too (R8). */
export const totpAnswer = z.strictObject({ code: typedCode, next: typedCode.optional() })
export type TotpAnswer = z.infer<typeof totpAnswer>

/** Two codes, one right after the other (RFC 6238 §6). */
export const resynchronization = z.strictObject({ codes: z.tuple([typedCode, typedCode]) })
export type Resynchronization = z.infer<typeof resynchronization>

/** For bringing an authenticator along from elsewhere. The secret is Base32; whatever is left out is ours to choose. */
export const totpOptions = z
  .strictObject({
    secret: z.string().max(256).refine(isBase32Secret, 'is not a Base32 secret of 16 to 64 bytes').optional(),
    algorithm: algorithm.optional(),
    digits: digits.optional(),
    period: period.optional(),
  })
  .optional()
export type TotpOptions = NonNullable<z.infer<typeof totpOptions>>

function hasSecretLength(base64: string): boolean {
  const length = Buffer.byteLength(base64, 'base64')
  return length >= MIN_SECRET_BYTES && length <= longestSecret
}

function isBase32Secret(text: string): boolean {
  try {
    return readSecret(text).length <= longestSecret
  } catch {
    return false
  }
}
