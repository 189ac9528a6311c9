import { z } from 'zod'
import { keptCode, typedCode } from '../../kernel/sent-code.ts'

const number = z.string().regex(/^\+[1-9][0-9]{6,14}$/)
/** As much of it as may be shown: `+49 … 67`. */
const masked = z.string().regex(/^\+\d{1,3} … \d{2}$/)

/** What is kept of an enrolled number. */
export const smsCodeData = z.strictObject({ number, masked })
export type SmsCodeData = z.infer<typeof smsCodeData>

/** A number that waits for its code. */
export const smsCodePending = z.strictObject({
  number,
  masked,
  ...keptCode,
  expiresAt: z.int(),
  /** The account's other numbers: they are told when this one joins them. */
  others: z.array(number).max(8),
})
export type SmsCodePending = z.infer<typeof smsCodePending>

/** What an answer is judged against. The engine binds it to its challenge. */
export const smsCodeExpected = z.strictObject({ authenticatorId: z.string(), ...keptCode })
export type SmsCodeExpected = z.infer<typeof smsCodeExpected>

/** The code that came to the phone. */
export const smsCodeProof = z.strictObject({ code: typedCode })
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
