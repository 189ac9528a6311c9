import { z } from 'zod'

const number = z.string().regex(/^\+[1-9][0-9]{6,14}$/)
/** As much of it as may be shown: `+49 … 67`. */
const masked = z.string().regex(/^\+\d{1,3} … \d{2}$/)
const nonce = z.base64().length(24)
const hash = z.base64().length(44)

/** What is kept of an enrolled number. */
export const smsCodeData = z.strictObject({ number, masked })
export type SmsCodeData = z.infer<typeof smsCodeData>

/** A number that waits for its code. */
export const smsCodePending = z.strictObject({
  number,
  masked,
  nonce,
  hash,
  expiresAt: z.int(),
  /** The account's other numbers: they are told when this one joins them. */
  others: z.array(number).max(8),
})
export type SmsCodePending = z.infer<typeof smsCodePending>

/** What an answer is judged against. The engine binds it to its challenge. */
export const smsCodeExpected = z.strictObject({ authenticatorId: z.string(), nonce, hash })
export type SmsCodeExpected = z.infer<typeof smsCodeExpected>

/** A code as people type it: ASCII digits, with white space anywhere, which is lost here and nowhere else (V-32). */
export const smsCodeProof = z.strictObject({
  code: z
    .string()
    .max(64)
    .regex(/^\s*(?:\d\s*){6,8}$/, 'is not a code of digits')
    .overwrite((typed) => typed.replace(/\s/g, '')),
})
export type SmsCodeProof = z.infer<typeof smsCodeProof>

/** A number as it is typed: with a plus, or as it is dialled in the chosen country. */
export const smsCodeOptions = z.strictObject({
  number: z.string().trim().min(4).max(40),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
})
export type SmsCodeOptions = z.infer<typeof smsCodeOptions>
