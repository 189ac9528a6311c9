import { z } from 'zod'

/** Codes by mail, off until somebody switches them on: a mailbox is often protected by less than the account (decision 3). */
export const emailCodeConfig = z.strictObject({
  enabled: z
    .boolean()
    .default(false)
    .describe('Whether a code by mail may stand in for a lost factor, beside the password.'),
  digits: z.literal([6, 7, 8]).default(8).describe('Digits of a code.'),
  lifetime: z
    .int()
    .min(60)
    .max(600)
    .default(600)
    .describe('Seconds that a code can be used; ten minutes at most (NIST 3.1.3.2).'),
})

export type EmailCodeConfig = z.infer<typeof emailCodeConfig>
