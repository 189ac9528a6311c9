import { z } from 'zod'

const perDay = (count: number, what: string) => z.int().min(1).default(count).describe(what)

const budgets = z.strictObject({
  interval: z.int().min(5).default(30).describe('Seconds between two codes to one number.'),
  account: perDay(10, 'Codes a day for one account.'),
  number: perDay(10, 'Codes a day to one number, whoever asks.'),
  block: perDay(100, 'Codes a day to numbers that differ in their last four digits only.'),
  country: perDay(1000, 'Codes a day to one country.'),
  source: perDay(200, 'Codes a day that are asked for from one address.'),
  total: perDay(
    2000,
    'Messages a day in all. The one after it closes the channel, and the administrators are told.',
  ),
})

const pumping = z.strictObject({
  sample: z
    .int()
    .min(5)
    .default(20)
    .describe(
      'Codes an hour to one block of numbers from which on it is judged; five times as many to a country.',
    ),
  used: z
    .number()
    .min(0)
    .max(1)
    .default(0.3)
    .describe(
      'The least share of them that must be used. Below it the block is closed for a day, the country for an hour.',
    ),
})

/** Kinds of numbers that may be sent to. What costs more than a call is not among them. */
const numberTypes = ['MOBILE', 'FIXED_LINE_OR_MOBILE', 'FIXED_LINE', 'VOIP', 'PERSONAL_NUMBER'] as const

/** To whom text messages go, and how many. Without a country, to nobody. */
export const smsRules = z.strictObject({
  countries: z
    .array(z.string().regex(/^[A-Z]{2}$/, 'must be a country code such as DE'))
    .default([])
    .describe('The countries that messages are sent to, as ISO 3166 codes. No others.'),
  numberTypes: z
    .array(z.enum(numberTypes))
    .min(1)
    .default(['MOBILE', 'FIXED_LINE_OR_MOBILE'])
    .describe('Kinds of numbers that messages are sent to. Premium and shared-cost numbers never are.'),
  budgets: budgets.prefault({}),
  pumping: pumping.prefault({}),
})

export type SmsRules = z.infer<typeof smsRules>
