import { z } from 'zod'
import { isSafe } from '../../delivery/index.ts'
import { languages } from './words.ts'

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a day such as 2027-06-30')
  .refine(isDay, 'is no day of the calendar')

/** Codes by text message. Whom they go to, and how many, is set at `delivery.sms`. */
export const smsCodeConfig = z.strictObject({
  digits: z.literal([6, 7, 8]).default(6).describe('Digits of a code.'),
  lifetime: z
    .int()
    .min(60)
    .max(600)
    .default(300)
    .describe('Seconds that a code can be used; ten minutes at most (NIST 3.1.3.2).'),
  perAccount: z.int().min(1).max(5).default(3).describe('Numbers that one account may have.'),
  language: z
    .enum(languages)
    .default('en')
    .describe('The language of messages to people whose browser asks for none that we have.'),
  simSwap: z
    .strictObject({
      url: z
        .string()
        .refine(isSafe, 'must be an https address')
        .optional()
        .describe(
          'Asked before a code is sent whether the SIM card was changed lately: the check of the CAMARA SIM Swap API.',
        ),
      token: z.string().min(1).optional().describe('The bearer token of that service.'),
      hours: z.int().min(1).max(2400).default(72).describe('How recent a change must be to stop the code.'),
      failOpen: z.boolean().default(false).describe('Send all the same while the service does not answer.'),
    })
    .prefault({}),
  sunset: z
    .strictObject({
      enrolment: day.optional().describe('From this day on nobody sets it up any more (UTC).'),
      signIn: day
        .optional()
        .describe('From this day on it signs nobody in any more (UTC). Until then its users are told so.'),
    })
    .prefault({}),
})

export type SmsCodeConfig = z.infer<typeof smsCodeConfig>

/** The thirtieth of February is parsed as another day. */
function isDay(text: string): boolean {
  const time = Date.parse(text)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}
